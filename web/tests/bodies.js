/** Answers that are empty and have the shape that the page reads. */
import { SUMMARIES } from '../src/api/index.js'

export const dashboard = {
  ...Object.fromEntries(Object.keys(SUMMARIES).map((name) => [name, { data: [] }])),
  quality_summary: { data: [], total: {}, previous: null },
  session_summary: { browsers: [], os: [] },
  conference_filter_options: { browser: [], os: [], country: [], app_version: [] }
}
