import { describe, expect, it } from 'vitest'
import { toCsv, toLongCsv } from '../src/csv.js'
import { describe as describeList, fromText, pageNumber, toParameters, toText } from '../src/list.js'
import * as tables from '../src/tables.js'

const asOf = Date.parse('2026-11-24T22:30:00Z')

describe('conferenceTable', () => {
  const data = [
    { date: '2026-11-22', success: 3, warning: 1, error: 0, ongoing: 0, total: 4 },
    { date: '2026-11-25', success: 1, warning: 0, error: 0, ongoing: 2, total: 3 }
  ]

  it('shows gaps as zero and marks the running day of the time zone', () => {
    const { rows } = tables.conferenceTable({ data }, { question: { days: 7, timeZone: 'Asia/Tokyo' }, asOf })
    expect(rows.map(({ name }) => name.slice(5))).toEqual([
      '11-18',
      '11-19',
      '11-20',
      '11-21',
      '11-22',
      '11-23',
      '11-24',
      '11-25'
    ])
    expect(rows.map(({ cells }) => cells[4].value)).toEqual([0, 0, 0, 0, 4, 0, 0, 3])
    expect(rows.filter(({ running }) => running).map(({ name }) => name)).toEqual(['2026-11-25'])
    expect(rows.filter(({ cut }) => cut).map(({ name }) => name)).toEqual(['2026-11-18'])
    expect(rows[7].cells[3]).toEqual({ value: 2, list: { date: '2026-11-25', status: 'ongoing' } })
  })

  it('between two dates has these, and no more than there has been', () => {
    const between = (from, to) =>
      tables.conferenceTable({ data: [] }, { question: { from, to, timeZone: 'Asia/Tokyo' }, asOf }).rows
    const parts = (rows) => rows.map(({ name, running, cut }) => [name, Boolean(running), Boolean(cut)])
    expect(parts(between('2026-11-20', '2026-11-22'))).toEqual([
      ['2026-11-20', false, false],
      ['2026-11-21', false, false],
      ['2026-11-22', false, false]
    ])
    expect(parts(between('2026-11-24', '2026-12-31'))).toEqual([
      ['2026-11-24', false, false],
      ['2026-11-25', true, false]
    ])
    expect(between('2026-12-01', '2026-12-31')).toEqual([])
  })

  it('is by the week or month where the body says so', () => {
    const question = { from: '2026-10-07', to: '2026-11-18', timeZone: 'Europe/Berlin' }
    const weeks = tables.conferenceTable(
      { data: [{ ...data[0], date: '2026-11-16' }], group_by: 'week' },
      { question, asOf }
    )
    expect([weeks.title, weeks.columns[0]]).toEqual(['Conferences by week', 'Week'])
    expect(weeks.rows.map(({ name }) => name)).toEqual([
      '2026-10-05',
      '2026-10-12',
      '2026-10-19',
      '2026-10-26',
      '2026-11-02',
      '2026-11-09',
      '2026-11-16'
    ])
    expect(weeks.rows.map(({ cut }) => Boolean(cut))).toEqual([true, false, false, false, false, false, true])
    expect(weeks.rows[6].cells[2].list).toEqual({ week: '2026-11-16', status: 'error' })
    const months = tables.conferenceTable({ data: [], group_by: 'month' }, { question, asOf })
    expect(months.rows.map(({ name, cut }) => [name, cut])).toEqual([
      ['2026-10-01', true],
      ['2026-11-01', true]
    ])
    expect(months.rows[1].cells[4].list).toEqual({ month: '2026-11-01' })
  })

  it('is by the hour of the time zone', () => {
    const question = { days: 1, timeZone: 'Asia/Kathmandu' }
    // 22:30Z is 4:15 in Kathmandu, whose hours start at a quarter past those of UTC.
    const hours = tables.conferenceTable(
      { data: [{ ...data[0], bucket: '2026-11-24T21:15:00Z' }], group_by: 'hour' },
      { question, asOf }
    ).rows
    expect(hours).toHaveLength(25)
    expect([hours[0].name, hours[0].cut]).toEqual(['2026-11-23T22:15:00.000Z', true])
    expect([hours[23].name, hours[23].cells[4].value]).toEqual(['2026-11-24T21:15:00.000Z', 4])
    expect([hours[24].name, hours[24].running]).toEqual(['2026-11-24T22:15:00.000Z', true])
    expect(hours[23].cells[0].list).toEqual({ hour: '2026-11-24T21:15:00.000Z', status: 'success' })
  })

  it.each([
    ['2026-03-29', 'Europe/Berlin', 23],
    ['2026-10-25', 'Europe/Berlin', 25],
    ['2026-10-04', 'Australia/Lord_Howe', 24]
  ])('has every hour of %s in %s', (date, timeZone, expected) => {
    const context = { question: { from: date, to: date, timeZone }, asOf }
    expect(tables.conferenceTable({ data: [], group_by: 'hour' }, context).rows).toHaveLength(expected)
  })
})

describe('what is archived', () => {
  it.each([
    [undefined, 0],
    [null, 0],
    ['2026-11-18', 0],
    // The day of Tokyo ends nine hours before that of UTC.
    ['2026-11-20', 2],
    ['2026-11-22', 4]
  ])('before %s are the first %i days that end by then', (archivedBefore, expected) => {
    const context = { question: { days: 7, timeZone: 'Asia/Tokyo' }, asOf, archivedBefore }
    const { rows } = tables.conferenceTable({ data: [] }, context)
    expect(rows.map(({ archived }) => archived)).toEqual(rows.map((_, place) => place < expected))
  })
})

describe('qualityTable', () => {
  const row = { date: '2026-11-24', error_ratio: 0, relayed_ratio: null, setup_p50_ms: 420.4, setup_p95_ms: 2100 }
  const context = { question: { days: 1, timeZone: 'UTC' }, asOf }

  it('shows values, and gaps where there are none', () => {
    const { columns, rows } = tables.qualityTable({ data: [row] }, context)
    expect(columns).toEqual(['Day', 'Failure ratio', 'Relayed share', 'Set-up p50, ms', 'Set-up p95, ms'])
    expect(rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['–', '–', '–', '–'],
      ['0%', '–', '420', '2,100']
    ])
    expect(rows[1].cells[0].list).toEqual({ date: '2026-11-24', status: 'error' })
    expect(
      toCsv({ columns, rows }, { ...context, question: { ...context.question, filters: {} } }).split('\r\n')[1]
    ).toMatch(/^2026-11-23,,,,,/)
  })

  it('is empty where nothing was measured, not where no conference failed', () => {
    const isEmpty = (data) => tables.isEmpty(tables.qualityTable({ data }, context))
    expect(isEmpty([])).toBe(true)
    expect(isEmpty([{ ...row, setup_p95_ms: null }])).toBe(false)
    expect(isEmpty([{ ...row, error_ratio: null, setup_p95_ms: null }])).toBe(true)
  })
})

describe('conferenceParticipantCountTable', () => {
  it('shows numbers that no conference has, unless they are very many', () => {
    const names = (data) => tables.conferenceParticipantCountTable({ data }).rows.map(({ name }) => name)
    expect(
      names([
        { participants: 1, conferences: 5 },
        { participants: 4, conferences: 1 }
      ])
    ).toEqual(['1', '2', '3', '4'])
    expect(
      names([
        { participants: 1, conferences: 5 },
        { participants: 900, conferences: 1 }
      ])
    ).toEqual(['1', '900'])
    expect(names([])).toEqual([])
  })
})

describe('what the server left out', () => {
  it.each([
    ['sessionGeoTable', { cities: 57, count: 123 }],
    ['issueTable', { codes: 57, count: 123 }],
    ['issueGumTable', { names: 57, count: 123 }]
  ])('is told by %s', (name, other) => {
    expect(tables[name]({ data: [], other }).more).toEqual({ rows: 57, value: 123 })
    expect(tables[name]({ data: [] }).more).toBe(undefined)
  })
})

describe('a list', () => {
  it('survives the address unchanged, without unknown parameters', () => {
    for (const list of [
      { browser: 'A & B=<i>😀' },
      { duration_gte: '0', duration_lt: '60' },
      { date: '2026-11-01', status: 'error' },
      { week: '2026-11-02', status: 'error' },
      { month: '2026-11-01' },
      { hour: '2026-11-01T10:00:00.000Z', status: 'error' },
      { city: 'Paris', city_country: 'Unknown' },
      { relayed: 'false' }
    ]) {
      expect(fromText(toText(list))).toEqual(list)
    }
    expect(fromText('appId=x&limit=9&status=error')).toEqual({ status: 'error' })
    expect(fromText(null)).toBe(null)
    expect(toText({ duration_gte: 3600, duration_lt: null })).toBe('duration_gte=3600')
  })

  it.each([
    '2026-13-45',
    '2026-02-29',
    'foo',
    '2026-11-1',
    '275760-09-13',
    '+275760-09-13',
    '0000-01-01',
    '9999-12-31',
    '2026-11-01T00',
    ' 2026-11-01'
  ])('is without the date %j, which is none', (date) => {
    expect(fromText(toText({ date }))).toEqual({})
    for (const name of ['date', 'week', 'month', 'hour']) {
      expect(fromText(toText({ [name]: date, status: 'error' }))).toEqual({ status: 'error' })
    }
  })

  it.each(['1000-01-01', '2028-02-29', '2999-12-31'])('of %s can be asked for and named', (date) => {
    for (const timeZone of ['UTC', 'Pacific/Kiritimati', 'Etc/GMT+12']) {
      const list = fromText(toText({ date }))
      expect(toParameters(list, { days: 7, timeZone }, asOf).created_at_lte).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{15}Z$/)
      expect(describeList(list)[0]).toContain(date.slice(0, 4))
    }
  })

  it.each([
    ['3', 3],
    ['10000', 10_000],
    ['2.5', 2],
    [null, 1],
    ['', 1],
    ['0', 1],
    ['-3', 1],
    ['x', 1],
    ['10001', 10_000],
    ['1e300', 10_000],
    ['Infinity', 10_000],
    ['-Infinity', 1]
  ])('has at page %j page %d', (text, page) => expect(pageNumber(text)).toBe(page))

  it('of a day is that day of the time zone, cut off where the window starts', () => {
    const question = { days: 7, timeZone: 'Asia/Tokyo' }
    expect(toParameters({ date: '2026-11-22', status: 'error' }, question, asOf)).toEqual({
      created_at_gte: '2026-11-21T15:00:00.000Z',
      created_at_lte: '2026-11-22T14:59:59.999999Z',
      status: 'error'
    })
    expect(toParameters({ date: '2026-11-18' }, question, asOf).created_at_gte).toBe('2026-11-17T22:30:00.000Z')
    expect(toParameters({ participants: '2' }, question, asOf)).toEqual({ participants: '2' })
  })

  it('of a longer or shorter period is that, as far as the window goes', () => {
    const bounds = (list, question) => {
      const { created_at_gte, created_at_lte, ...others } = toParameters(list, question, asOf)
      expect(others).toEqual({ status: 'error' })
      return [created_at_gte, created_at_lte]
    }
    const dates = { from: '2026-11-04', to: '2026-11-17', timeZone: 'Europe/Berlin' }
    expect(bounds({ week: '2026-11-02', status: 'error' }, dates)).toEqual([
      '2026-11-03T23:00:00.000Z',
      '2026-11-08T22:59:59.999999Z'
    ])
    expect(bounds({ week: '2026-11-16', status: 'error' }, dates)).toEqual([
      '2026-11-15T23:00:00.000Z',
      '2026-11-17T22:59:59.999999Z'
    ])
    expect(bounds({ month: '2026-10-01', status: 'error' }, { days: 90, timeZone: 'Europe/Berlin' })).toEqual([
      '2026-09-30T22:00:00.000Z',
      '2026-10-31T22:59:59.999999Z'
    ])
    expect(
      bounds({ hour: '2026-11-23T22:15:00.000Z', status: 'error' }, { days: 1, timeZone: 'Asia/Kathmandu' })
    ).toEqual(['2026-11-23T22:30:00.000Z', '2026-11-23T23:14:59.999999Z'])
  })

  it('says what it shows', () => {
    const text = (list, issueTitle) => describeList(list, { issueTitle, timeZone: 'Asia/Tokyo' }).join(' ').trim()
    expect(text({ duration_gte: '0', duration_lt: '60' })).toBe('Conferences of less than 1 min')
    expect(text({ duration_gte: '3600' })).toBe('Conferences of 60 min or more')
    expect(text({ setup_time_gte: '250', setup_time_lt: '500' })).toBe(
      'Conferences with a connection set up in 250 to 500 ms'
    )
    expect(text({ issue_code: 'x' }, 'Title')).toBe('Conferences with the issue Title')
    expect(text({ browser: 'Chrome' })).toBe('Conferences with a session in the browser Chrome')
    expect(text({ browser: 'Chrome', browser_version: 'Chrome 120' })).toBe(
      'Conferences with a session in the browser Chrome 120'
    )
    expect(text({ os: 'Windows', os_version: 'Windows 10' })).toBe('Conferences with a session on Windows 10')
    expect(text({ country: 'DE' })).toBe('Conferences with a session in Germany')
    expect(text({ city: 'Paris', city_country: 'FR' })).toBe('Conferences with a session in Paris, France')
    expect(text({ city: 'Paris', city_country: 'Unknown' })).toBe('Conferences with a session in Paris, Unknown')
    expect(text({ gum_error: 'NotAllowedError' })).toBe('Conferences with the getUserMedia error NotAllowedError')
    expect(text({ relayed: 'true' })).toBe('Conferences with a relayed connection')
    expect(text({ relayed: 'false' })).toBe('Conferences with a direct connection')
    expect(text({ status: 'error' })).toBe('Conferences: Error')
    expect(text({})).toBe('Conferences')
    expect(text({ status: 'error', week: '2026-11-02' })).toBe('Conferences: Error, week of Mon, Nov 2, 2026')
    expect(text({ month: '2026-11-01' })).toBe('Conferences: November 2026')
    expect(text({ hour: '2026-11-01T10:00:00.000Z' })).toContain('Conferences: Nov 1, 2026, 7:00')
  })
})

describe('CSV', () => {
  const table = {
    columns: ['Browser', 'Sessions'],
    rows: [
      { name: 'Say "hi", you', cells: [{ value: 3 }] },
      { name: '=HYPERLINK("x")', cells: [{ value: -1 }] },
      { name: 'two\nlines', note: '<b>', cells: [{ value: 0 }] }
    ]
  }

  const filters = { browser: '', os: 'Windows', country: 'DE', app_version: '' }
  const context = { question: { appId: 'a', days: 7, timeZone: 'Asia/Tokyo', filters }, asOf }
  const told = '2026-11-17T22:30:00.000Z,2026-11-24T22:30:00.000Z,Asia/Tokyo,os = Windows; country = DE\r\n'

  it('quotes what needs it, defuses formulas but not numbers, and states what the numbers count', () => {
    expect(toCsv(table, context)).toBe(
      `Browser,Note,Sessions,From,To,Time zone,Filters\r\n"Say ""hi"", you",,3,${told}` +
        `"'=HYPERLINK(""x"")",,-1,${told}"two\nlines",<b>,0,${told}`
    )
  })

  it('says how many rows the server left out', () => {
    const cut = { columns: ['Issue', 'Conferences', 'Issues'], rows: [], more: { rows: 12, value: 34 } }
    expect(toCsv(cut, context).split('\r\n')[1]).toBe(`12 more,,34,${told.trim()}`)
    expect(toLongCsv([{ title: 'Issues', table: cut }], context)).toContain(`Issues,12 more,,Issues,34,${told}`)
  })

  it('puts several tables into one, with a line for each value', () => {
    expect(toLongCsv([{ title: 'Browsers', table }], context).split('\r\n')[1]).toBe(
      `Browsers,"Say ""hi"", you",,Sessions,3,${told.trim()}`
    )
  })
})
