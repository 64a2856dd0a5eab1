import { computed } from 'vue'
import { question } from '../question.js'
import { isEmpty } from '../tables.js'
import { useDashboardSummary } from './index.js'

/**
 * A chart of CHARTS over the page's one summary: what useSummary returns, its table (null until there is one) and
 * state: 'loading', 'error' (and nothing to show), 'empty' or 'ready'.
 */
export function useChart({ chart, table: toTable }) {
  const summary = useDashboardSummary(question, { chart })
  const table = computed(() =>
    summary.data.value ? toTable(summary.data.value, { question: summary.answered.value, asOf: summary.asOf.value }) : null
  )
  const state = computed(() => {
    if (table.value) return isEmpty(table.value) ? 'empty' : 'ready'
    return summary.error.value ? 'error' : 'loading'
  })
  return { ...summary, table, state }
}
