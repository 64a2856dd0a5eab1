/**
 * The charts of the dashboard, in the order in which it shows them. This is the only place that lists them: a new chart needs
 * an entry here and at most one component, which draws its table.
 */
import ConferenceChart from './charts/ConferenceChart.vue'
import QualityChart from './charts/QualityChart.vue'
import BarHistogram from './components/BarHistogram.vue'
import BarList from './components/BarList.vue'
import ShareRing from './components/ShareRing.vue'
import { toText } from './list.js'
import { browserVersions, osVersions } from './api/index.js'
import * as tables from './tables.js'

/**
 * @typedef {object} Chart
 * @property {string} name what it is called in SQL: its summary's name, or what the summary groups by
 * @property {string} summary the key of its body in the dashboard's
 * @property {string} title
 * @property {string} hint what its values count
 * @property {(body: any, context: import('./tables.js').Context) => import('./tables.js').Table} table
 * @property {import('vue').Component} [component] draws the table, its one property
 * @property {() => Promise<{default: import('vue').Component}>} [load] loads the component, where that is large
 * @property {import('./api/index.js').Summary} [versions] the versions of one of its rows; the filter of its name chooses it
 * @property {boolean} [wide] whether it takes two places of three
 * @property {boolean} [half] whether it takes half of a line
 */

/** @type {Chart[]} */
export const CHARTS = [
  {
    name: 'conference',
    summary: 'conference_summary',
    title: 'Conferences by day',
    hint: 'By status',
    table: tables.conferenceTable,
    component: ConferenceChart,
    wide: true
  },
  {
    name: 'issue',
    summary: 'issue_summary',
    title: 'Most common issues',
    hint: 'Conferences that have one',
    table: tables.issueTable,
    component: BarList
  },
  {
    name: 'quality',
    summary: 'quality_summary',
    title: 'Quality by day',
    hint: 'Failed conferences, relayed connections, and how long connections take to be set up',
    table: tables.qualityTable,
    component: QualityChart,
    wide: true
  },
  {
    name: 'conference_duration',
    summary: 'conference_duration_summary',
    title: 'Conference duration',
    hint: 'Conferences by minutes',
    table: tables.conferenceDurationTable,
    component: BarHistogram
  },
  {
    name: 'connection_setup_time',
    summary: 'connection_setup_time_summary',
    title: 'Connection set-up time',
    hint: 'Connections by milliseconds',
    table: tables.connectionSetupTimeTable,
    component: BarHistogram
  },
  {
    name: 'conference_participant_count',
    summary: 'conference_participant_count_summary',
    title: 'Number of participants',
    hint: 'Conferences by participants',
    table: tables.conferenceParticipantCountTable,
    component: BarHistogram
  },
  {
    name: 'issue_gum',
    summary: 'issue_gum_summary',
    title: 'getUserMedia errors',
    hint: 'Issues by error',
    table: tables.issueGumTable,
    component: BarList
  },
  {
    name: 'session_geo',
    summary: 'session_geo_summary',
    title: 'Where sessions come from',
    hint: 'Sessions by city',
    table: tables.sessionGeoTable,
    // The map is half of the page's code, so it is loaded beside the rest, not before it.
    load: () => import('./components/CityMap.vue'),
    wide: true
  },
  {
    name: 'connection',
    summary: 'connection_summary',
    title: 'Relayed connections',
    hint: 'Direct, and through a TURN server',
    table: tables.connectionTable,
    component: ShareRing
  },
  {
    name: 'browser',
    summary: 'session_summary',
    title: 'Browsers',
    hint: 'Sessions by browser',
    table: tables.browserTable,
    component: BarList,
    versions: browserVersions,
    half: true
  },
  {
    name: 'os',
    summary: 'session_summary',
    title: 'Operating systems',
    hint: 'Sessions by system',
    table: tables.osTable,
    component: BarList,
    versions: osVersions,
    half: true
  }
]

/**
 * What the bar behind a list counts: { value, counts }, such as 212 and 'connections'; null where no bar leads to the list.
 *
 * @param {Record<string, any>} list
 * @param {Record<string, any>} body the dashboard's
 * @param {import('./tables.js').Context} context
 */
export function countedBy(list, body, context) {
  for (const { summary, table } of CHARTS) {
    const found = countedIn(list, table(body[summary], context))
    if (found) return found
  }
  return null
}

/**
 * The same, of one table.
 *
 * @param {Record<string, any>} list
 * @param {import('./tables.js').Table} table
 */
export function countedIn(list, { counts = 'conferences', rows }) {
  const text = toText(list)
  const found = rows.flatMap(({ cells }) => cells).find((cell) => cell.list && toText(cell.list) === text)
  return found ? { value: found.value, counts } : null
}

/** The charts that have versions of their rows. */
export const VERSIONED = CHARTS.filter(({ versions }) => versions)
