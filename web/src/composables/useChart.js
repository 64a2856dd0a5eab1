import { computed } from 'vue'
import { isEmpty } from '../tables.js'
import { useDashboardSummary } from './index.js'

/**
 * A chart of CHARTS over the dashboard's one summary: what useSummary returns, its table (null until there is one) and
 * state: 'loading', 'error' (and nothing to show), 'empty' or 'ready'.
 *
 * @param {import('../charts.js').Chart} chart
 * @param {import('./useSummary.js').Asked} question
 */
export function useChart({ summary: key, table: toTable }, question) {
  const summary = useDashboardSummary(question, { chart: key })
  const table = computed(() =>
    summary.data.value
      ? toTable(summary.data.value, { question: summary.answered.value, asOf: summary.asOf.value })
      : null
  )
  const state = computed(() => {
    if (table.value) return isEmpty(table.value) ? 'empty' : 'ready'
    return summary.error.value ? 'error' : 'loading'
  })
  return { ...summary, table, state }
}
