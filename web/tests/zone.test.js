import { afterEach, describe, expect, it, vi } from 'vitest'
import { browserZone, dateAt, dates, dayStart, isZone, nextDate, zoneToday, zones } from '../src/zone.js'

const start = (date, zone) => new Date(dayStart(date, zone)).toISOString()

describe('dayStart', () => {
  it.each([
    ['2026-11-24', 'UTC', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24', 'Europe/Berlin', '2026-11-23T23:00:00.000Z'],
    ['2026-07-01', 'America/New_York', '2026-07-01T04:00:00.000Z'],
    ['2026-11-24', 'Asia/Kathmandu', '2026-11-23T18:15:00.000Z'],
    ['2026-11-24', 'Pacific/Kiritimati', '2026-11-23T10:00:00.000Z'],
    ['2026-11-24', 'Etc/GMT+12', '2026-11-24T12:00:00.000Z'],
    // The clock goes from 0:00 to 1:00: the day begins at 1:00.
    ['2026-03-08', 'America/Havana', '2026-03-08T05:00:00.000Z'],
    // The day has 0:00 twice: it begins with the first.
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    // The day was left out.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z']
  ])('%s in %s', (date, zone, expected) => expect(start(date, zone)).toBe(expected))

  it('parts all instants of a year of changes of summer time', () => {
    for (const zone of ['Europe/Berlin', 'America/Havana', 'Australia/Lord_Howe']) {
      for (const date of dates('2026-01-01', '2026-12-31')) {
        const from = dayStart(date, zone)
        expect(dateAt(from, zone)).toBe(date)
        expect(dateAt(from - 1, zone) < date).toBe(true)
      }
    }
  })
})

describe('dates', () => {
  it('go over months and leap days', () => {
    expect(dates('2028-02-27', '2028-03-01')).toEqual(['2028-02-27', '2028-02-28', '2028-02-29', '2028-03-01'])
    expect(nextDate('2026-12-31')).toBe('2027-01-01')
  })
})

describe('isZone', () => {
  // Of a browser that takes every name, as some take offsets and Etc/Unknown.
  const lenient = ['+05:30', '-08:00', '05:30', 'Etc/Unknown', 'etc/unknown']
  afterEach(() => vi.restoreAllMocks())

  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Etc/GMT+12', true],
    ['Mars/Olympus', false],
    ['', false],
    [undefined, false],
    ['<b>', false],
    ...lenient.map((name) => [name, false])
  ])('%j: %s', (name, expected) => expect(isZone(name)).toBe(expected))

  it.each(lenient)('%j is none even where Intl takes it', (name) => {
    vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(() => ({}))
    expect(isZone(name)).toBe(false)
  })
})

describe('zoneToday', () => {
  afterEach(() => vi.restoreAllMocks())

  it.each([
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['UTC', 'UTC']
  ])('of %s is %s', (name, today) => expect(zoneToday(name)).toBe(today))

  it('stays what it was where the browser does not know today’s', () => {
    const known = Intl.DateTimeFormat
    vi.spyOn(Intl, 'DateTimeFormat').mockImplementation((locale, options) => {
      if (options.timeZone === 'Pacific/Kanton') throw new RangeError(options.timeZone)
      return new known(locale, options)
    })
    expect(zoneToday('Pacific/Enderbury')).toBe('Pacific/Enderbury')
  })

  it('is what can be chosen, once each', () => {
    vi.spyOn(Intl, 'supportedValuesOf').mockImplementation(() => ['Asia/Calcutta', 'Asia/Kolkata', 'Europe/Paris'])
    expect(zones().filter((name) => /Calcutta|Kolkata|Paris/.test(name))).toEqual(['Asia/Kolkata', 'Europe/Paris'])
  })
})

describe('browserZone', () => {
  afterEach(() => vi.restoreAllMocks())

  it.each([
    ['Asia/Kathmandu', 'Asia/Kathmandu'],
    ['Asia/Katmandu', 'Asia/Kathmandu'],
    ['Etc/Unknown', 'UTC'],
    ['+05:30', 'UTC'],
    [undefined, 'UTC']
  ])('of %j is %s', (timeZone, expected) => {
    vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(() => ({ resolvedOptions: () => ({ timeZone }) }))
    expect(browserZone()).toBe(expected)
  })
})
