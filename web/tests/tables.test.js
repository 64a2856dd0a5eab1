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
    expect(rows[7].cells[3]).toEqual({ value: 2, list: { date: '2026-11-25', status: 'ongoing' } })
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
  it('goes through the address unchanged, without what is unknown', () => {
    for (const list of [
      { browser: 'A & B=<i>😀' },
      { duration_gte: '0', duration_lt: '60' },
      { date: '2026-11-01', status: 'error' }
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
    expect(fromText(toText({ date, status: 'error' }))).toEqual({ status: 'error' })
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

  it('says what it shows', () => {
    const text = (list, title) => describeList(list, title).join(' ').trim()
    expect(text({ duration_gte: '0', duration_lt: '60' })).toBe('Conferences of less than 1 min')
    expect(text({ duration_gte: '3600' })).toBe('Conferences of 60 min or more')
    expect(text({ setup_time_gte: '250', setup_time_lt: '500' })).toBe(
      'Conferences with a connection set up in 250 to 500 ms'
    )
    expect(text({ issue_code: 'x' }, 'Title')).toBe('Conferences with the issue Title')
    expect(text({ country: 'DE' })).toBe('Conferences with a session in Germany')
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

  it('quotes what needs it, takes the sting out of formulas, not of numbers, and says of what the numbers are', () => {
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

  it('puts several tables into one, a line to a value', () => {
    expect(toLongCsv([{ title: 'Browsers', table }], context).split('\r\n')[1]).toBe(
      `Browsers,"Say ""hi"", you",,Sessions,3,${told.trim()}`
    )
  })
})
