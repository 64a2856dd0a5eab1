import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, baseUrl, freshForMs, get, now, settings } from '../src/api/client.js'
import * as api from '../src/api/index.js'
import { dashboard } from './bodies.js'

const question = {
  appId: 'a-1',
  days: 30,
  timeZone: 'Europe/Berlin',
  filters: { browser: 'Chrome & "Co" <b>', os: '', country: 'DE', app_version: '' }
}

let asked

function answer(body, { status = 200, headers = {} } = {}) {
  vi.stubGlobal('fetch', async (url, options) => {
    asked.push({ url, options })
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })
  })
}

beforeEach(() => {
  asked = []
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('get', () => {
  it('says how old the body is and how long it stays fresh', async () => {
    vi.useFakeTimers({ now: 1_000_000 })
    answer(
      { data: [] },
      { headers: { 'X-Cache-Age': '12', 'Cache-Control': 'private, max-age=48, stale-while-revalidate=240' } }
    )
    expect(await get('issues/summary', {})).toEqual({ body: { data: [] }, asOf: 988_000, freshForMs: 48_000 })
  })

  it('leaves out parameters without a value, and encodes the others', async () => {
    answer({})
    await get('issues/summary', { appId: 'a', browser: '', os: null, days: undefined, country: 'ü & ö' })
    expect(asked[0].url).toBe('http://localhost:3000/v1/issues/summary?appId=a&country=%C3%BC+%26+%C3%B6')
  })

  it('revalidates what the browser kept, and sends the headers of the settings', async () => {
    answer({})
    settings.headers = () => ({ Authorization: 'Bearer x' })
    await get('issues/summary', {})
    settings.headers = () => ({})
    expect(asked[0].options).toMatchObject({ cache: 'no-cache', headers: { Authorization: 'Bearer x' } })
  })

  it.each([
    [400, { error_code: 'invalid_parameters', message: 'days: not a number' }, {}, 'days: not a number', false],
    [404, 'Not here', {}, 'The server answered 404.', false],
    [429, {}, { 'Retry-After': '7' }, 'The server answered 429.', true],
    [503, { error_code: 'database_unavailable', message: 'No database.' }, { 'Retry-After': '5' }, 'No database.', true]
  ])('turns status %i into an ApiError', async (status, body, headers, message, passing) => {
    answer(body, { status, headers })
    const error = await get('issues/summary', {}).catch((caught) => caught)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status, message, passing, code: body.error_code ?? 'unknown' })
    expect(error.retryAfterMs).toBe(headers['Retry-After'] ? 1000 * headers['Retry-After'] : undefined)
  })

  it('uses the server’s clock, once it knows it', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-26T03:00:00Z') })
    answer({ data: [] }, { headers: { 'X-Now': '2026-11-26T12:00:00.500+00:00', 'X-Cache-Age': '30' } })
    expect((await get('issues/summary', {})).asOf).toBe(Date.parse('2026-11-26T11:59:30.500Z'))
    vi.advanceTimersByTime(2000)
    expect(now()).toBe(Date.parse('2026-11-26T12:00:02.500Z'))
    answer({ data: [] }, { headers: { 'X-Now': 'yesterday' } })
    await get('issues/summary', {})
    expect(now()).toBe(Date.parse('2026-11-26T12:00:02.500Z'))
    answer({ data: [] }, { headers: { 'X-Now': new Date().toISOString() } })
    await get('issues/summary', {})
  })

  it.each([
    [401, '', 'You are not signed in. Sign in again, then reload this page.'],
    [401, '{"detail": "Invalid token."}', 'Invalid token. Sign in again, then reload this page.'],
    [
      403,
      '{"detail": "Authentication credentials were not provided."}',
      'Authentication credentials were not provided. If your session has ended: sign in again, then reload this page.'
    ],
    [200, '<form><input type="password"></form>', 'Your session has ended. Sign in again, then reload this page.']
  ])('says what to do about status %i with %j', async (status, body, message) => {
    answer(body, { status })
    const error = await get('issues/summary', {}).catch((caught) => caught)
    expect(error).toMatchObject({ message, signedOut: true, passing: false })
  })

  it('treats a page to which it was redirected as that of a login', async () => {
    vi.stubGlobal('fetch', async () => {
      const response = new Response('<!doctype html><h1>Welcome back</h1>', {
        headers: { 'Content-Type': 'text/html' }
      })
      return Object.defineProperty(response, 'redirected', { value: true })
    })
    await expect(get('issues/summary', {})).rejects.toMatchObject({ code: 'signed_out', signedOut: true })
  })

  it('sends cookies to another origin if told to', async () => {
    answer({})
    await get('issues/summary', {})
    settings.credentials = 'include'
    await get('issues/summary', {})
    settings.credentials = 'same-origin'
    expect(asked.map(({ options }) => options.credentials)).toEqual(['same-origin', 'include'])
  })

  it('ignores a message that is not text', async () => {
    answer({ message: { html: '<b>' } }, { status: 500 })
    await expect(get('issues/summary', {})).rejects.toMatchObject({ message: 'The server answered 500.' })
  })

  it('refuses an answer that is not JSON', async () => {
    answer('<html>')
    await expect(get('issues/summary', {})).rejects.toMatchObject({ code: 'invalid_answer' })
  })

  it('says that the server can’t be reached', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch')
    })
    await expect(get('issues/summary', {})).rejects.toMatchObject({ status: 0, code: 'unreachable', passing: true })
  })

  it('gives up after the time limit', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('fetch', never)
    const result = expect(get('issues/summary', {})).rejects.toMatchObject({ message: 'No answer within 30 seconds.' })
    await vi.advanceTimersByTimeAsync(settings.timeoutMs)
    await result
  })

  it('ends with the signal of its caller, which is not a failure of the server', async () => {
    vi.stubGlobal('fetch', never)
    const caller = new AbortController()
    const result = expect(get('issues/summary', {}, { signal: caller.signal })).rejects.toMatchObject({
      name: 'AbortError'
    })
    caller.abort()
    await result
  })
})

/** A fetch that only ends when it is aborted. */
function never(url, { signal }) {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
  })
}

describe('freshForMs', () => {
  it.each([
    ['private, max-age=60', 60_000],
    ['max-age=0', 0],
    ['no-store', 0],
    ['private, no-cache', Infinity],
    ['s-maxage=9', Infinity],
    ['', Infinity]
  ])('reads %j', (header, ms) => expect(freshForMs(header)).toBe(ms))
})

describe('baseUrl', () => {
  const page = (content, baseURI = 'https://calls.example/board/index.html') => ({
    baseURI,
    querySelector: () => (content === null ? null : { getAttribute: () => content })
  })

  it.each([
    [null, 'https://calls.example/v1/'],
    ['', 'https://calls.example/v1/'],
    ['/v1/summaries/', 'https://calls.example/v1/summaries/'],
    ['/v1/summaries', 'https://calls.example/v1/summaries/'],
    ['../v1/', 'https://calls.example/v1/'],
    ['v1/', 'https://calls.example/board/v1/'],
    ['https://api.example/v1/', 'https://api.example/v1/']
  ])('takes %j for an address', (content, url) => expect(baseUrl(page(content))).toBe(url))
})

describe('apps', () => {
  it.each([[{ data: [{ id: 'a', name: 'A' }] }], [{ results: [{ id: 'a', name: 'A' }] }]])('reads %j', async (body) => {
    answer(body)
    expect(await api.apps()).toEqual([{ id: 'a', name: 'A' }])
    expect(asked[0].url).toBe('http://localhost:3000/v1/pg-summary/apps?')
  })
})

describe('the functions of the endpoints', () => {
  const filters = 'browser=Chrome+%26+%22Co%22+%3Cb%3E&country=DE'

  it.each([
    ['conferenceSummary', `conferences/summary?appId=a-1&days=30&group_by=day&${filters}&time_zone=Europe%2FBerlin`],
    ['conferenceDurationSummary', `conferences/duration-summary?appId=a-1&days=30&${filters}`],
    ['conferenceParticipantCountSummary', `conferences/participant-count-summary?appId=a-1&days=30&${filters}`],
    ['issueSummary', `issues/summary?appId=a-1&days=30&group_by=code&${filters}`],
    ['issueGumSummary', `issues/gum-summary?appId=a-1&days=30&${filters}`],
    ['connectionSummary', `connections/summary?appId=a-1&days=30&group_by=type&${filters}`],
    ['connectionSetupTimeSummary', `connections/setup-time-summary?appId=a-1&days=30&${filters}`],
    ['sessionSummary', `sessions/summary?appId=a-1&days=30&${filters}`],
    ['sessionGeoSummary', `sessions/geo-summary?appId=a-1&days=30&${filters}`],
    ['conferenceFilterOptions', 'conferences/filter-options?appId=a-1&days=30'],
    ['dashboardSummary', `dashboard/summary?appId=a-1&days=30&${filters}&time_zone=Europe%2FBerlin`]
  ])('%s asks what its endpoint takes', async (name, url) => {
    const body = { data: [], ...dashboard.session_summary, ...dashboard.conference_filter_options, ...dashboard }
    answer(body)
    expect(await api[name](question)).toMatchObject({ body, question })
    expect(asked.map((each) => each.url)).toEqual([`http://localhost:3000/v1/${url}`])
    const [path] = url.split('?')
    const zone = url.includes('time_zone') ? question.timeZone : null
    const filtered = url.includes('browser') ? question.filters : {}
    expect(api[name].key(question)).toEqual([path, 'a-1', { days: 30 }, filtered, zone])
  })

  it.each([
    ['conferenceSummary', { rows: [] }],
    ['conferenceSummary', { data: { 0: 'x' } }],
    ['sessionSummary', { data: [] }],
    ['conferenceFilterOptions', { browser: [], os: [], country: [] }],
    ['dashboardSummary', { data: [] }],
    ['dashboardSummary', { ...dashboard, connection_summary: undefined }],
    ['dashboardSummary', { ...dashboard, session_summary: [] }]
  ])('%s refuses an answer of another shape: %j', async (name, body) => {
    answer(body)
    const error = await api[name](question).catch((caught) => caught)
    expect(error).toMatchObject({ code: 'invalid_answer', passing: false })
    expect(error.message).toContain('http://localhost:3000/v1/')
  })

  it('conferenceList refuses an answer of another shape', async () => {
    answer({ data: [] })
    await expect(api.conferenceList(question, {}, {})).rejects.toMatchObject({ code: 'invalid_answer' })
  })

  it('conferenceList asks for a page; its own filter wins, a day replaces the window', async () => {
    answer({ results: [], count: 0 })
    const page = { limit: 25, offset: 50 }
    await api.conferenceList(question, { country: 'FR', status: 'error' }, page)
    await api.conferenceList(question, { created_at_gte: '2026-11-01T00:00:00.000Z' }, page)
    const [first, second] = asked.map(({ url }) => new URLSearchParams(url.split('?')[1]))
    expect(Object.fromEntries(first)).toEqual({
      appId: 'a-1',
      days: '30',
      browser: 'Chrome & "Co" <b>',
      country: 'FR',
      status: 'error',
      limit: '25',
      offset: '50'
    })
    expect(second.get('days')).toBe(null)
    expect(second.get('created_at_gte')).toBe('2026-11-01T00:00:00.000Z')
  })
})

describe('conferenceUrl', () => {
  const conference = { id: 'c-1', conference_id: 'a/b?c=<d>' }
  afterEach(() => {
    settings.conferenceUrl = ''
  })

  it.each([
    ['', null],
    ['/conference/{id}', 'http://localhost:3000/conference/c-1'],
    ['https://x.example/{app_id}?c={conference_id}&k={key}', 'https://x.example/a-1?c=a%2Fb%3Fc%3D%3Cd%3E&k={key}'],
    ['javascript:alert({id})', null],
    ['https://[', null]
  ])('of %j is %j', (template, expected) => {
    settings.conferenceUrl = template
    expect(api.conferenceUrl('a-1', conference)).toBe(expected)
  })
})

describe('a window of dates', () => {
  const dated = { ...question, days: undefined, from: '2026-10-24', to: '2026-10-25' }
  const bounds = { created_at_gte: '2026-10-23T22:00:00.000Z', created_at_lte: '2026-10-25T22:59:59.999999Z' }
  const sent = () => Object.fromEntries(new URL(asked.at(-1).url).searchParams)

  it('is asked for by the instants of these days in the time zone', async () => {
    answer({ data: [] })
    await api.issueSummary(dated)
    expect(sent()).toMatchObject(bounds)
    expect(sent().days).toBeUndefined()
    answer({ results: [], count: 0 })
    await api.conferenceList(dated, { status: 'error' }, { limit: 25, offset: 0 })
    expect(sent()).toMatchObject({ ...bounds, status: 'error' })
    await api.conferenceList(dated, { created_at_gte: 'a', created_at_lte: 'b' }, { limit: 25, offset: 0 })
    expect(sent()).toMatchObject({ created_at_gte: 'a', created_at_lte: 'b' })
  })

  it('is another question in another zone', () => {
    expect(api.issueSummary.key(dated)).not.toEqual(api.issueSummary.key({ ...dated, timeZone: 'UTC' }))
    expect(api.issueSummary.key(question)).toEqual(api.issueSummary.key({ ...question, timeZone: 'UTC' }))
  })
})

describe('by the hour', () => {
  it('the answer says so, as the dashboard’s does', async () => {
    answer({ data: ['hours'] })
    const found = await api.conferenceSummary({ ...question, groupBy: 'hour' })
    expect(found.body).toEqual({ data: ['hours'], group_by: 'hour' })
    expect(new URL(asked[0].url).searchParams.get('group_by')).toBe('hour')
    expect((await api.conferenceSummary(question)).body).toEqual({ data: ['hours'] })
    expect(new URL(asked[1].url).searchParams.get('group_by')).toBe('day')
  })

  it('the dashboard requests charts over time separately, and is as old as the oldest part', async () => {
    vi.useFakeTimers({ now: 1_000_000 })
    vi.stubGlobal('fetch', async (url) => {
      const isAll = url.includes('dashboard')
      const body = isAll ? dashboard : { data: ['hours'] }
      const headers = { 'X-Cache-Age': isAll ? '2' : '12', 'Cache-Control': `max-age=${isAll ? 58 : 48}` }
      asked.push({ url })
      return new Response(JSON.stringify(body), { headers })
    })
    const hourly = { ...question, days: 1, groupBy: 'hour' }
    const found = await api.dashboardSummary(hourly)
    expect(found.body.conference_summary).toEqual({ data: ['hours'], group_by: 'hour' })
    expect(found).toMatchObject({
      asOf: 988_000,
      freshForMs: 48_000,
      question: hourly,
      body: { issue_summary: { data: [] } }
    })
    expect(asked.filter(({ url }) => url.includes('group_by=hour'))).toHaveLength(asked.length - 1)
    expect(api.dashboardSummary.key(hourly)).not.toEqual(api.dashboardSummary.key({ ...hourly, groupBy: undefined }))
  })
})
