/**
 * One composable per endpoint. Each takes the question (a ref or an object) and returns what useSummary returns;
 * any number of components may use the same one, and one request is made.
 */
import { computed, reactive, unref } from 'vue'
import { QueryClient, useQuery } from 'vue-query'
import * as api from '../api/index.js'
import { queryDefaults, useSummary } from './useSummary.js'

/** @typedef {ReturnType<typeof useSummary>} Answered */

/** The client that holds the answers; a page has one. */
export const createQueryClient = () => new QueryClient({ defaultOptions: { queries: queryDefaults } })

/**
 * @param {api.Summary} ask
 * @returns {(question: import('./useSummary.js').Asked, options?: import('./useSummary.js').Options) => Answered}
 */
const using = (ask) => (question, options) => useSummary(ask, question, options)

export const useConferenceSummary = using(api.conferenceSummary)
export const useConferenceDurationSummary = using(api.conferenceDurationSummary)
export const useConferenceParticipantCountSummary = using(api.conferenceParticipantCountSummary)
export const useIssueSummary = using(api.issueSummary)
export const useIssueGumSummary = using(api.issueGumSummary)
export const useConnectionSummary = using(api.connectionSummary)
export const useConnectionSetupTimeSummary = using(api.connectionSetupTimeSummary)
export const useSessionSummary = using(api.sessionSummary)
export const useSessionGeoSummary = using(api.sessionGeoSummary)
export const useQualitySummary = using(api.qualitySummary)
export const useConferenceFilterOptions = using(api.conferenceFilterOptions)

/**
 * Every chart in one answer. With `chart`, the name of one such as 'conference_summary', its data are the same as those
 * of that chart's own endpoint.
 *
 * @param {import('./useSummary.js').Asked} question
 * @param {import('./useSummary.js').Options & {chart?: string}} [options]
 */
export function useDashboardSummary(question, { chart, ...options } = {}) {
  const pick = chart ? (body) => body[chart] : undefined
  return useSummary(api.dashboardSummary, question, { pick, ...options })
}

/** A page of the conferences behind a bar. It is always requested again; the page before stays until the new one has arrived. */
export function useConferenceList(question, list, page) {
  const query = useQuery(
    reactive({
      queryKey: computed(() => api.conferenceList.key(unref(question), unref(list), unref(page))),
      queryFn: ({ signal }) => api.conferenceList(unref(question), unref(list), unref(page), { signal }),
      enabled: computed(() => Boolean(unref(question).appId)),
      keepPreviousData: true,
      staleTime: 0
    })
  )
  return {
    data: computed(() => query.data.value?.body ?? null),
    isPrevious: query.isPreviousData,
    isLoading: query.isLoading,
    isFetching: query.isFetching,
    failureCount: query.failureCount,
    error: /** @type {import('vue').Ref<import('../api/client.js').ApiError|null>} */ (query.error),
    refetch: () => query.refetch.value({ cancelRefetch: false })
  }
}

/** The apps to choose from: refs data ([{ id, name }] or undefined), isLoading, error; and refetch(). */
export function useApps() {
  const query = useQuery(api.apps.key(), ({ signal }) => api.apps({ signal }), { staleTime: Infinity })
  return {
    data: query.data,
    isLoading: query.isLoading,
    error: /** @type {import('vue').Ref<import('../api/client.js').ApiError|null>} */ (query.error),
    refetch: () => query.refetch.value()
  }
}
