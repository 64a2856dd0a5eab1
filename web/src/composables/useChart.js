import { computed, ref, unref, watch } from 'vue'
import { ApiError } from '../api/client.js'
import { SUMMARIES } from '../api/index.js'
import { isEmpty, versionTable } from '../tables.js'
import { useDashboardSummary } from './index.js'
import { useSummary } from './useSummary.js'

/**
 * A chart of CHARTS over the dashboard's one summary or, `alone`, over its own: what useSummary returns, its table (null
 * until there is one) and state: 'loading', 'error' (and nothing to show), 'empty' or 'ready'.
 *
 * @param {import('../charts.js').Chart} chart
 * @param {import('./useSummary.js').Asked} question
 * @param {{alone?: boolean, versionsOf?: import('vue').Ref<string|null>}} [options] versionsOf: the row of which the versions
 *   are looked at, where the chart has some
 */
export function useChart(chart, question, { alone = false, versionsOf = ref(null) } = {}) {
  const { summary: key } = chart
  const whole = alone ? useSummary(SUMMARIES[key], question) : useDashboardSummary(question, { chart: key })
  const dashboard = alone ? null : useDashboardSummary(question)
  const summary = chart.versions ? useVersions(chart, question, whole, versionsOf) : whole
  /** @type {(body: any, context: import('../tables.js').Context) => import('../tables.js').Table} */
  const toTable = (body, context) =>
    versionsOf.value === null ? chart.table(body, context) : versionTable(body, chart.name, versionsOf.value)
  const read = computed(() => {
    const { data, answered, asOf } = summary
    if (!data.value) return {}
    try {
      const archivedBefore = dashboard?.data.value?.archived_before ?? null
      return { table: toTable(data.value, { question: answered.value, asOf: asOf.value, archivedBefore }) }
    } catch {
      const message = 'The server’s answer has no numbers that this chart can read.'
      return { error: new ApiError(message, { status: 200, code: 'invalid_answer' }) }
    }
  })
  const table = computed(() => read.value.table ?? null)
  const error = computed(() => read.value.error ?? summary.error.value)
  const state = computed(() => {
    if (table.value) return isEmpty(table.value) ? 'empty' : 'ready'
    return error.value ? 'error' : 'loading'
  })
  return { ...summary, error, table, state }
}

/**
 * What useSummary returns for the versions of a row; without a row, nothing is requested.
 *
 * @param {import('../charts.js').Chart} chart
 * @param {import('./useSummary.js').Asked} question
 * @param {import('vue').Ref<string|null>} of the row
 */
export function useVersionsOf({ name, versions: ask }, question, of) {
  return useSummary(
    ask,
    computed(() => {
      const asked = unref(question)
      return { ...asked, filters: { ...asked.filters, [name]: of.value ?? '' } }
    }),
    { enabled: computed(() => of.value !== null) }
  )
}

/**
 * What useSummary returns: for the whole chart or, while the versions of a row are open, for those.
 *
 * @param {import('../charts.js').Chart} chart
 * @param {import('./useSummary.js').Asked} question
 * @param {import('./index.js').Answered} whole
 * @param {import('vue').Ref<string|null>} versionsOf
 * @returns {import('./index.js').Answered}
 */
function useVersions(chart, question, whole, versionsOf) {
  const { name } = chart
  const versions = useVersionsOf(chart, question, versionsOf)
  // As often as the whole chart.
  watch(whole.asOf, () => {
    if (versionsOf.value !== null) versions.refetch()
  })
  const shown = computed(() => (versionsOf.value === null ? whole : versions))
  /** @type {any} */
  const refs = Object.fromEntries(
    Object.keys(whole)
      .filter((each) => each !== 'refetch')
      .map((each) => [each, computed(() => unref(shown.value[each]))])
  )
  const isOfAnother = () => versionsOf.value !== null && versions.answered.value?.filters[name] !== versionsOf.value
  return {
    ...refs,
    data: computed(() => (isOfAnother() ? null : shown.value.data.value)),
    refetch: (options) => shown.value.refetch(options)
  }
}
