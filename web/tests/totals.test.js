import { describe, expect, it } from 'vitest'
import { TILES, periodBefore, tilesOf } from '../src/totals.js'

const before = {
  conferences: 100,
  errors: 10,
  warnings: 20,
  ongoing: 0,
  error_ratio: 0.1,
  call_minutes: 1000,
  connections: 50,
  relayed_ratio: 0.2,
  setup_p50_ms: 400,
  setup_p95_ms: 2000
}
const changes = (now, previous = before) =>
  Object.fromEntries(
    tilesOf({ total: { ...before, ...now }, previous: previous && { ...before, ...previous } }).map(
      ({ name, change }) => [name, change]
    )
  )

describe('the tiles', () => {
  it('show the totals of the window', () => {
    const tiles = tilesOf({ total: { ...before, ongoing: 4, error_ratio: 10 / 96 }, previous: null })
    expect(tiles.map(({ name }) => name)).toEqual(TILES)
    expect(tiles.map(({ value }) => value)).toEqual(['100', '1,000', '10.4%', '20.8%', '2,000 ms', '20%'])
    expect(tiles.map(({ detail }) => detail)).toEqual([
      '96 ended, 4 ongoing',
      '10 per conference',
      '10 with errors',
      '20',
      'p50 400 ms',
      '10 of 50'
    ])
  })

  it('show nothing for an empty window', () => {
    const nothing = Object.fromEntries(Object.keys(before).map((name) => [name, /ratio|ms$/.test(name) ? null : 0]))
    const tiles = tilesOf({ total: nothing, previous: nothing })
    expect(tiles.map(({ value }) => value)).toEqual(['0', '0', '–', '–', '–', '–'])
    expect(tiles.map(({ change }) => change)).toEqual(['as before', 'as before', '', '', '', ''])
  })

  it.each([
    [{ conferences: 112 }, {}, 'Conferences', '+12% more'],
    [{ conferences: 75 }, {}, 'Conferences', '-25% fewer'],
    [{ conferences: 100 }, {}, 'Conferences', 'as before'],
    [{ conferences: 5 }, { conferences: 0 }, 'Conferences', 'none before'],
    [{ call_minutes: 2500 }, {}, 'Call minutes', '+150% more'],
    [{ error_ratio: 0.125 }, {}, 'Failure ratio', '+2.5 points higher'],
    [{ error_ratio: 0.05 }, {}, 'Failure ratio', '-5 points lower'],
    [{ error_ratio: 0.1001 }, {}, 'Failure ratio', 'as before'],
    [{ error_ratio: 0.1 }, { error_ratio: null }, 'Failure ratio', ''],
    [{ warnings: 30 }, {}, 'With warnings', '+10 points higher'],
    [{ setup_p95_ms: 2200 }, {}, 'Set-up time p95', '+10% longer'],
    [{ setup_p95_ms: 1000 }, {}, 'Set-up time p95', '-50% shorter'],
    [{ setup_p95_ms: null }, {}, 'Set-up time p95', ''],
    [{ relayed_ratio: 0.15 }, {}, 'Relayed connections', '-5 points lower']
  ])('%j after %j: %s %s', (now, previous, name, expected) => expect(changes(now, previous)[name]).toBe(expected))

  it('show no change without a period before', () => {
    expect(new Set(Object.values(changes({}, null)))).toEqual(new Set(['']))
  })

  it.each([
    [{ days: 30 }, 'the 30 days before'],
    [{ days: 1 }, 'the day before'],
    [{ from: '2026-11-01', to: '2026-11-07' }, 'the 7 days before'],
    [{ from: '2026-11-01', to: '2026-11-01' }, 'the day before']
  ])('of %j are against %s', (question, expected) => expect(periodBefore(question)).toBe(expected))
})
