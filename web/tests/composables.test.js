import Vue, { h, nextTick, ref } from 'vue'
import { QueryClient, useQueryProvider } from 'vue-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as composables from '../src/composables/index.js'
import { dashboard } from './bodies.js'
import { CACHE_MS, STALE_MS, queryDefaults } from '../src/composables/useSummary.js'

Vue.config.productionTip = false
Vue.config.devtools = false

const ask = (changes) => ({ appId: 'a-1', days: 30, timeZone: 'UTC', filters: { browser: '' }, ...changes })

let client
let asked
let respond
let mounted

/** Runs a composable in a component; gives what it returned and a way to take the component away. */
function use(composable) {
  let result
  const child = {
    setup() {
      result = composable()
      return () => null
    }
  }
  const component = new Vue({
    setup() {
      useQueryProvider(client)
      return () => h(child)
    }
  }).$mount()
  mounted.push(component)
  return { ...result, leave: () => component.$destroy() }
}

/** Lets promises and timers of the next moments run. */
async function settle(ms = 5) {
  await vi.advanceTimersByTimeAsync(ms)
  await nextTick()
}

const answer = (body, headers = {}) => new Response(JSON.stringify(body), { headers })

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000_000 })
  client = new QueryClient({ defaultOptions: { queries: queryDefaults } })
  client.mount()
  mounted = []
  asked = []
  respond = () => answer({ data: ['one'] })
  vi.stubGlobal('fetch', async (url, { signal }) => {
    asked.push({ url, signal })
    return respond(url)
  })
})

afterEach(() => {
  mounted.forEach((component) => component.$destroy())
  client.unmount()
  client.clear()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('one request', () => {
  it('serves all components that ask the same', async () => {
    const body = { ...dashboard, conference_summary: { data: [1] }, issue_summary: { data: [2] } }
    respond = () => answer(body)
    const all = use(() => composables.useDashboardSummary(ask()))
    const days = use(() => composables.useDashboardSummary(ask(), { chart: 'conference_summary' }))
    const issues = use(() => composables.useDashboardSummary(ask(), { chart: 'issue_summary' }))
    expect(all.isLoading.value).toBe(true)
    await settle()
    expect(asked).toHaveLength(1)
    expect(all.data.value).toEqual(body)
    expect(days.data.value).toEqual({ data: [1] })
    expect(issues.data.value).toEqual({ data: [2] })
  })

  it('is made by each composable to its own endpoint', async () => {
    const names = Object.keys(composables).filter(
      (name) => name.endsWith('Summary') || name === 'useConferenceFilterOptions'
    )
    expect(names).toHaveLength(12)
    names.forEach((name) => use(() => composables[name](ask())))
    await settle()
    expect(new Set(asked.map(({ url }) => url.split('?')[0])).size).toBe(12)
  })

  it('is not made without an app', async () => {
    use(() => composables.useConferenceSummary(ask({ appId: '' })))
    await settle()
    expect(asked).toHaveLength(0)
  })
})

describe('a return', () => {
  it('within the stale time shows the data immediately and requests nothing', async () => {
    use(() => composables.useIssueSummary(ask())).leave()
    await settle()
    const first = use(() => composables.useIssueSummary(ask()))
    await settle()
    first.leave()
    const before = asked.length
    await settle(STALE_MS - 100)
    const again = use(() => composables.useIssueSummary(ask()))
    expect(again.data.value).toEqual({ data: ['one'] })
    await settle()
    expect(asked).toHaveLength(before)
  })

  it('after it shows the old data immediately and requests new ones in the background', async () => {
    const first = use(() => composables.useIssueSummary(ask()))
    await settle()
    first.leave()
    await settle(STALE_MS + 1)
    respond = () => answer({ data: ['two'] })
    const again = use(() => composables.useIssueSummary(ask()))
    expect(again.data.value).toEqual({ data: ['one'] })
    expect(again.isFetching.value).toBe(true)
    await settle()
    expect(again.data.value).toEqual({ data: ['two'] })
    expect(asked).toHaveLength(2)
  })

  it('is stale sooner if the response says so', async () => {
    respond = () => answer({ data: [] }, { 'Cache-Control': 'private, max-age=10' })
    const first = use(() => composables.useIssueSummary(ask()))
    await settle()
    first.leave()
    await settle(9_000)
    use(() => composables.useIssueSummary(ask())).leave()
    await settle()
    expect(asked).toHaveLength(1)
    await settle(1_000)
    use(() => composables.useIssueSummary(ask()))
    await settle()
    expect(asked).toHaveLength(2)
  })

  it('after the cache time starts from nothing', async () => {
    const first = use(() => composables.useIssueSummary(ask()))
    await settle()
    first.leave()
    await settle(CACHE_MS + 1)
    expect(use(() => composables.useIssueSummary(ask())).data.value).toBe(null)
  })
})

describe('another question', () => {
  it('keeps the data before it, marked, and gives up the request that nobody wants any more', async () => {
    const question = ref(ask())
    const summary = use(() => composables.useIssueSummary(question))
    await settle()
    respond = () => new Promise(() => {})
    question.value = ask({ days: 7 })
    await settle()
    expect(summary.isPrevious.value).toBe(true)
    expect(summary.answered.value.days).toBe(30)
    expect(summary.data.value).toEqual({ data: ['one'] })
    const given_up = asked.at(-1).signal
    respond = () => answer({ data: ['browser'] })
    question.value = ask({ filters: { browser: 'Firefox' } })
    await settle()
    expect(given_up.aborted).toBe(true)
    expect(summary.isPrevious.value).toBe(false)
    expect(summary.data.value).toEqual({ data: ['browser'] })
  })

  it('about another app shows nothing of the one before', async () => {
    const question = ref(ask())
    const summary = use(() => composables.useIssueSummary(question))
    await settle()
    respond = () => new Promise(() => {})
    question.value = ask({ appId: 'a-2' })
    await settle()
    expect(summary.data.value).toBe(null)
  })
})

describe('failures', () => {
  const failing = (status, headers) => () => new Response('{"message": "No database."}', { status, headers })

  it('that may pass are retried with back-off', async () => {
    respond = failing(503)
    const summary = use(() => composables.useIssueSummary(ask()))
    await settle()
    expect([asked.length, summary.failureCount.value, summary.error.value]).toEqual([1, 1, null])
    for (const wait of [1000, 2000, 4000]) {
      const before = asked.length
      await settle(wait - 100)
      expect(asked).toHaveLength(before)
      await settle(100)
      expect(asked).toHaveLength(before + 1)
    }
    expect(summary.error.value.message).toBe('No database.')
    await settle(60_000)
    expect(asked).toHaveLength(4)
  })

  it('are retried when the server says', async () => {
    respond = failing(503, { 'Retry-After': '5' })
    use(() => composables.useIssueSummary(ask()))
    await settle(4_900)
    expect(asked).toHaveLength(1)
    await settle(200)
    expect(asked).toHaveLength(2)
  })

  it('of the question are not retried', async () => {
    respond = failing(400)
    const summary = use(() => composables.useIssueSummary(ask()))
    await settle(30_000)
    expect(asked).toHaveLength(1)
    expect(summary.error.value.message).toBe('No database.')
  })

  it('of a refresh keep the data and say so; a retry repairs it', async () => {
    const summary = use(() => composables.useIssueSummary(ask()))
    await settle()
    respond = failing(400)
    summary.refetch()
    await settle()
    expect(summary.data.value).toEqual({ data: ['one'] })
    expect(summary.error.value.message).toBe('No database.')
    respond = () => answer({ data: ['two'] })
    summary.refetch()
    await settle()
    expect(summary.error.value).toBe(null)
    expect(summary.data.value).toEqual({ data: ['two'] })
  })
})

describe('polling', () => {
  it('asks once an interval, however many charts there are, and not in a hidden tab', async () => {
    let state = 'visible'
    respond = () => answer(dashboard)
    vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => state)
    use(() => composables.useDashboardSummary(ask(), { refetchInterval: 10_000 }))
    use(() => composables.useDashboardSummary(ask(), { chart: 'issue_summary' }))
    await settle(30_500)
    expect(asked).toHaveLength(4)
    state = 'hidden'
    await settle(30_000)
    expect(asked).toHaveLength(4)
  })
})

describe('a session that has ended', () => {
  it.each([401, 403])('stops the polling with status %i; a look at the page takes it up again', async (status) => {
    respond = () => answer(dashboard)
    const summary = use(() => composables.useDashboardSummary(ask(), { refetchInterval: 10_000 }))
    await settle()
    respond = () => new Response('{"detail": "Not signed in."}', { status })
    await settle(10_000)
    expect(asked).toHaveLength(2)
    await settle(60_000)
    expect(asked).toHaveLength(2)
    expect(summary.error.value.message).toContain('Not signed in.')
    expect(summary.data.value).toEqual(dashboard)
    respond = () => answer(dashboard)
    window.dispatchEvent(new Event('focus'))
    await settle()
    expect([asked.length, summary.error.value]).toEqual([3, null])
    await settle(10_000)
    expect(asked).toHaveLength(4)
  })
})

describe('refetch', () => {
  it('asks past the server’s cache when told to', async () => {
    const summary = use(() => composables.useIssueSummary(ask()))
    await settle()
    respond = () => answer({ data: ['two'] })
    summary.refetch({ anew: true })
    await settle()
    expect(asked.map(({ url }) => url.includes('no_cache=true'))).toEqual([false, true])
    expect(summary.data.value).toEqual({ data: ['two'] })
    respond = () => new Response('', { status: 400 })
    summary.refetch({ anew: true })
    await settle()
    expect([summary.data.value.data, summary.error.value.status]).toEqual([['two'], 400])
  })
})

describe('useConferenceList', () => {
  it('keeps the page before until the next is there', async () => {
    respond = (url) => answer({ results: [url.match(/offset=(\d+)/)[1]], count: 60 })
    const page = ref({ limit: 25, offset: 0 })
    const list = use(() => composables.useConferenceList(ask(), { status: 'error' }, page))
    await settle()
    page.value = { limit: 25, offset: 25 }
    await nextTick()
    await nextTick()
    expect([list.data.value.results, list.isPrevious.value]).toEqual([['0'], true])
    await settle()
    expect(list.data.value.results).toEqual(['25'])
  })
})
