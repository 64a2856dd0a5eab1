import { computed, reactive, ref, unref, watch } from 'vue'
import { useQuery, useQueryClient } from 'vue-query'
import { ApiError } from '../api/client.js'

/** How long a summary is fresh, unless its response says less. */
export const STALE_MS = 60_000
/** How long a summary that no chart uses any more is kept. */
export const CACHE_MS = 300_000
const RETRIES = 3
const LONGEST_WAIT_MS = 15_000

/** Defaults of the query client: no polling in hidden tabs, retries with back-off where they may help. */
export const queryDefaults = {
  staleTime: STALE_MS,
  cacheTime: CACHE_MS,
  refetchIntervalInBackground: false,
  retry: (failures, error) => failures < RETRIES && error.passing === true,
  retryDelay: (failures, error) => error?.retryAfterMs ?? Math.min(1000 * 2 ** failures, LONGEST_WAIT_MS)
}

/** @typedef {import('../api/index.js').Question | import('vue').Ref<import('../api/index.js').Question>} Asked */

/**
 * @typedef {object} Options
 * @property {(body: any) => any} [pick]
 * @property {boolean | import('vue').Ref<boolean>} [enabled]
 * @property {number | false | import('vue').Ref<number | false>} [refetchInterval]
 */

/**
 * The answer of an endpoint to a question, shared by all that ask it.
 *
 * @param {import('../api/index.js').Summary} ask
 * @param {Asked} question
 * @param {Options} [options] pick: the part of the body that is wanted
 * @returns refs: data (null until there is some), asOf (when it was computed, in ms), answered (the question that the data
 *   answer: until those of a new one are there, the one before, of the same app), isPrevious (whether it is the one before),
 *   isLoading, isFetching, isStale, failureCount, error (of the last attempt: data may still be there); and refetch(),
 *   with { anew: true } past the server's cache
 */
export function useSummary(ask, question, { pick = (body) => body, enabled = true, refetchInterval = false } = {}) {
  const client = useQueryClient()
  const key = computed(() => ask.key(unref(question)))
  const arrivals = ref(0)
  const staleTime = computed(() => {
    void arrivals.value
    return Math.min(
      STALE_MS,
      /** @type {import('../api/index.js').SummaryAnswer | undefined} */ (client.getQueryData(key.value))?.freshForMs ??
        STALE_MS
    )
  })
  // Only signing in changes anything: after that, returning to this tab asks again by itself.
  const signedOut = ref(false)
  const query = useQuery(
    reactive({
      queryKey: key,
      queryFn: ({ signal }) => ask(unref(question), { signal }),
      enabled: computed(() => Boolean(unref(question).appId) && unref(enabled)),
      keepPreviousData: true,
      staleTime,
      refetchInterval: computed(() => (signedOut.value ? false : unref(refetchInterval)))
    })
  )
  watch(query.dataUpdatedAt, () => arrivals.value++)
  watch(query.error, (error) => (signedOut.value = error instanceof ApiError && error.signedOut), { immediate: true })
  const answer = computed(() => (query.data.value?.question.appId === unref(question).appId ? query.data.value : null))
  return {
    data: computed(() => (answer.value ? pick(answer.value.body) : null)),
    asOf: computed(() => answer.value?.asOf ?? null),
    answered: computed(() => answer.value?.question ?? null),
    isPrevious: query.isPreviousData,
    isLoading: query.isLoading,
    isFetching: query.isFetching,
    isStale: query.isStale,
    failureCount: query.failureCount,
    error: /** @type {import('vue').Ref<import('../api/client.js').ApiError|null>} */ (query.error),
    refetch: ({ anew = false } = {}) =>
      anew
        ? client
            .fetchQuery(key.value, ({ signal }) => ask(unref(question), { signal, anew }), { staleTime: 0 })
            .catch(() => {})
        : query.refetch.value({ cancelRefetch: false })
  }
}
