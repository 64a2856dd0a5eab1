import { describe, expect, it } from 'vitest'
import { CHARTS, VERSIONED, countedBy, countedIn } from '../src/charts.js'
import * as tables from '../src/tables.js'

const camelCase = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())

describe('the registry of charts', () => {
  it('names each chart once', () => {
    expect(CHARTS).toHaveLength(11)
    for (const key of ['name', 'title', 'table']) expect(new Set(CHARTS.map((chart) => chart[key])).size).toBe(11)
  })

  it.each(CHARTS)('calls $name the same from its summary to its table', ({ name, summary, table }) => {
    expect([`${name}_summary`, 'session_summary']).toContain(summary)
    expect(table).toBe(tables[`${camelCase(name)}Table`])
  })

  it.each(CHARTS)('has a component for $name', async ({ component, load }) => {
    expect(Boolean(component)).not.toBe(Boolean(load))
    if (component) expect(component.props.table.required).toBe(true)
  })
})

describe('what a bar counts', () => {
  const body = {
    conference_summary: { data: [] },
    issue_summary: { data: [{ code: 'ice', title: 'ICE', count: 9, conferences: 4 }] },
    issue_gum_summary: { data: [{ name: 'NotAllowedError', message: '', count: 7 }] },
    conference_duration_summary: { data: [{ range: '< 1 m', min_sec: 0, max_sec: 60, count: 5 }] },
    quality_summary: { data: [{ date: '2027-01-15', error_ratio: 0.5, setup_p95_ms: 20 }] },
    conference_participant_count_summary: { data: [] },
    connection_summary: {
      data: [
        { name: 'Direct', count: 3 },
        { name: 'Relayed', count: 212 }
      ]
    },
    connection_setup_time_summary: { data: [{ range: '> 5000 ms', min_ms: 5000, max_ms: null, count: 6 }] },
    session_summary: { browsers: [{ name: 'Chrome', count: 8 }], os: [] },
    session_geo_summary: {
      data: [
        { city: 'Paris', country_code: 'FR', latitude: 1, longitude: 1, count: 30 },
        { city: 'Paris', country_code: null, latitude: 1, longitude: 1, count: 2 }
      ]
    }
  }
  const context = { question: { days: 1, timeZone: 'UTC' }, asOf: 1_800_000_000_000 }

  it.each([
    [{ relayed: 'true' }, { value: 212, counts: 'connections' }],
    [{ relayed: 'false' }, { value: 3, counts: 'connections' }],
    [{ setup_time_gte: '5000' }, { value: 6, counts: 'connections' }],
    [{ browser: 'Chrome' }, { value: 8, counts: 'sessions' }],
    [
      { city: 'Paris', city_country: 'FR' },
      { value: 30, counts: 'sessions' }
    ],
    [
      { city: 'Paris', city_country: 'Unknown' },
      { value: 2, counts: 'sessions' }
    ],
    [{ gum_error: 'NotAllowedError' }, { value: 7, counts: 'issues' }],
    [{ issue_code: 'ice' }, { value: 4, counts: 'conferences' }],
    [
      { duration_gte: '0', duration_lt: '60' },
      { value: 5, counts: 'conferences' }
    ],
    [
      { date: '2027-01-15', status: 'error' },
      { value: 0, counts: 'conferences' }
    ],
    // No bar's.
    [{ browser: 'Firefox' }, null]
  ])('of %j', (list, expected) => expect(countedBy(list, body, context)).toEqual(expected))

  it.each(VERSIONED)('of a version of a $name', ({ name }) => {
    const data = [
      { name: 'Chrome 120', count: 5 },
      { name: 'Chrome 99', count: 2 }
    ]
    const table = tables.versionTable({ data }, name, 'Chrome')
    const list = { [name]: 'Chrome', [`${name}_version`]: 'Chrome 99' }
    expect(countedIn(list, table)).toEqual({ value: 2, counts: 'sessions' })
    expect(countedIn({ ...list, [name]: 'Firefox' }, table)).toBe(null)
  })
})
