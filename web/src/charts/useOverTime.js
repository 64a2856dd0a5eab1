import { computed } from 'vue'
import { partName, remarks } from '../names.js'

/**
 * How a chart over time names its periods: refs labels (on the axis), titles (in full) and parts (the positions of incomplete
 * ones).
 *
 * @param {() => import('../tables.js').Table} table
 */
export function useOverTime(table) {
  const rows = computed(() => table().rows)
  const isToday = (row) => row.running && table().grain === 'day'
  return {
    labels: computed(() => rows.value.map((row) => (isToday(row) ? 'Today' : row.short))),
    titles: computed(() => rows.value.map((row) => [row.label, remarks(row)].filter(Boolean).join(', '))),
    parts: computed(() => rows.value.flatMap((row, place) => (partName(row) ? [place] : [])))
  }
}
