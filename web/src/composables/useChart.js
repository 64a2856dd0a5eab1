import { computed } from 'vue'
import { ApiError } from '../api/client.js'
import { SUMMARIES } from '../api/index.js'
import { isEmpty } from '../tables.js'
import { useDashboardSummary } from './index.js'
import { useSummary } from './useSummary.js'

/**
 * A chart of CHARTS over the dashboard's one summary or, `alone`, over its own: what useSummary returns, its table (null
 * until there is one) and state: 'loading', 'error' (and nothing to show), 'empty' or 'ready'.
 *
 * @param {import('../charts.js').Chart} chart
 * @param {import('./useSummary.js').Asked} question
 * @param {{alone?: boolean}} [options]
 */
export function useChart({ summary: key, table: toTable }, question, { alone = false } = {}) {
  const summary = alone ? useSummary(SUMMARIES[key], question) : useDashboardSummary(question, { chart: key })
  const read = computed(() => {
    const { data, answered, asOf } = summary
    if (!data.value) return {}
    try {
      return { table: toTable(data.value, { question: answered.value, asOf: asOf.value }) }
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
