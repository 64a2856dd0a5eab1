/** What your own page needs from the dashboard: see docs/peermetrics-web.md. */
export { ApiError, settings } from './api/client.js'
export * as api from './api/index.js'
export { CHARTS } from './charts.js'
export { default as SummaryChart } from './components/SummaryChart.vue'
export * from './composables/index.js'
export { describe, toParameters } from './list.js'
export { browserZone } from './zone.js'
