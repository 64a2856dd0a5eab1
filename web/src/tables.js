/**
 * The numbers of each chart as a table, from which the chart is drawn, shown in words and saved as CSV.
 *
 * Each function takes the chart's body and, where days matter, the context.
 */
import { PERIODS } from './list.js'
import { STATUSES, countryName, localDigits, rounded, periodName, share, shortPeriodName, statusName } from './names.js'
import { isArchived, partOf, periodsOf, windowAt } from './periods.js'

/**
 * @typedef {object} Table
 * @property {string[]} columns the name of the rows, then those of the values
 * @property {Row[]} rows
 * @property {{rows: number, value: number}} [more] how many more rows there are, and what their last values come to
 * @property {string} [title] of the chart, where that depends on what is asked
 * @property {import('./periods.js').Grain} [grain] what the rows are, where they are periods
 * @property {string} [counts] what the values with a list count, if not conferences: 'sessions', 'connections' or 'issues'
 */

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} [label] the name as people read it, where that is another text
 * @property {Cell[]} cells
 * @property {boolean} [archived] whether it is a period whose conferences no list can show any more
 * @property {string} [note] what is said of it besides
 * @property {string} [short] the same, short, for an axis
 * @property {boolean} [running] whether it is a period that is not over
 * @property {boolean} [cut] whether it is a period that the window cuts off
 * @property {boolean} [hasVersions] whether there is more to see of it
 * @property {[number, number]} [place] latitude and longitude
 */

/**
 * @typedef {object} Cell
 * @property {number|null} value
 * @property {string} [text] the value as people read it, where that is not just the number
 * @property {Record<string, any>} [list] which conferences are behind the value: see list.js
 */

/**
 * @typedef {object} Context
 * @property {import('./api/index.js').Question} question what the body answers
 * @property {number} asOf and when (ms)
 * @property {string|null} [archivedBefore] the date of UTC before which days are archived: their numbers stay, their rows may go
 */

/** Every day of the window (or hour, week or month), including those without a conference. */
export function conferenceTable({ data, group_by = 'day' }, context) {
  const columns = [...STATUSES.map(statusName), 'Total']
  return overTime(`Conferences by ${group_by}`, columns, data, group_by, context, (found, list) => [
    ...STATUSES.map((status) => ({ value: found?.[status] ?? 0, list: { ...list, status } })),
    { value: found?.total ?? 0, list }
  ])
}

/** Shares of failed conferences and relayed connections, and how long connections took to be set up. */
export function qualityTable({ data, group_by = 'day' }, context) {
  const columns = ['Failure ratio', 'Relayed share', 'Set-up p50, ms', 'Set-up p95, ms']
  return overTime(`Quality by ${group_by}`, columns, data, group_by, context, (found, list) => {
    const { error_ratio = null, relayed_ratio = null, setup_p50_ms = null, setup_p95_ms = null } = found ?? {}
    return [
      { value: error_ratio, text: share(error_ratio), list: { ...list, status: 'error' } },
      { value: relayed_ratio, text: share(relayed_ratio) },
      { value: setup_p50_ms, text: rounded(setup_p50_ms) },
      { value: setup_p95_ms, text: rounded(setup_p95_ms) }
    ]
  })
}

/** A table of all periods of the window, including empty ones. */
function overTime(title, columns, data, grain, { question, asOf, archivedBefore }, cells) {
  const { timeZone } = question
  const key = ({ bucket, date }) => (grain === 'hour' ? new Date(bucket).toISOString() : date)
  const found = new Map(data.map((each) => [key(each), each]))
  const window = windowAt(question, asOf)
  const periods = periodsOf(window, grain, timeZone)
  const edges = [periods[0], periods[periods.length - 1]]
  const all = new Set([...periods, ...found.keys()])
  return {
    title,
    columns: [grain[0].toUpperCase() + grain.slice(1), ...columns],
    grain,
    rows: [...all].sort().map((period) => ({
      name: period,
      label: periodName(period, grain, timeZone),
      short: shortPeriodName(period, grain, timeZone),
      ...(edges.includes(period) ? partOf(period, grain, timeZone, window, asOf) : {}),
      archived: isArchived(period, grain, timeZone, archivedBefore),
      cells: cells(found.get(period), { [PERIODS[grain]]: period })
    }))
  }
}

export function conferenceDurationTable({ data }) {
  return {
    columns: ['Duration', 'Conferences'],
    rows: data.map(({ range, min_sec, max_sec, count }) => ({
      name: range,
      label: localDigits(range),
      cells: [{ value: count, list: { duration_gte: min_sec, duration_lt: max_sec } }]
    }))
  }
}

/** Every number from 0 or the least to the greatest, including those that no conference has. */
export function conferenceParticipantCountTable({ data }) {
  const found = new Map(data.map(({ participants, conferences }) => [participants, conferences]))
  const counts = [...found.keys()]
  const last = Math.max(...counts)
  const shown = last - Math.min(...counts) > 100 ? counts : range(Math.min(...counts), last)
  return {
    columns: ['Participants', 'Conferences'],
    rows: shown.map((participants) => ({
      name: String(participants),
      label: localDigits(String(participants)),
      cells: [{ value: found.get(participants) ?? 0, list: { participants } }]
    }))
  }
}

/** The bar counts the conferences that have the issue, as the list behind it does. */
export function issueTable(body) {
  const { data } = body
  const rows = data.map(({ code, title, count, conferences }) => ({
    name: title,
    cells: [{ value: conferences, list: { issue_code: code } }, { value: count }]
  }))
  rows.sort((a, b) => b.cells[0].value - a.cells[0].value)
  return { columns: ['Issue', 'Conferences', 'Issues'], rows, more: more(body) }
}

export function issueGumTable(body) {
  return {
    columns: ['Error', 'Issues'],
    counts: 'issues',
    more: more(body),
    rows: body.data.map(({ name, message, count }) => ({
      name,
      note: message,
      cells: [{ value: count, list: { gum_error: name } }]
    }))
  }
}

export function connectionTable({ data }) {
  return {
    columns: ['Connection', 'Connections'],
    counts: 'connections',
    rows: data.map(({ name, count }) => ({ name, cells: [{ value: count, list: { relayed: name === 'Relayed' } }] }))
  }
}

export function connectionSetupTimeTable({ data }) {
  return {
    columns: ['Set-up time', 'Connections'],
    counts: 'connections',
    rows: data.map(({ range, min_ms, max_ms, count }) => ({
      name: range,
      label: localDigits(range),
      cells: [{ value: count, list: { setup_time_gte: min_ms, setup_time_lt: max_ms } }]
    }))
  }
}

export function browserTable({ browsers }) {
  return {
    columns: ['Browser', 'Sessions'],
    counts: 'sessions',
    rows: browsers.map(({ name, count }) => ({
      name,
      hasVersions: name !== 'Unknown',
      cells: [{ value: count, list: { browser: name } }]
    }))
  }
}

export function osTable({ os }) {
  return {
    columns: ['Operating system', 'Sessions'],
    counts: 'sessions',
    rows: os.map(({ name, count }) => ({
      name,
      hasVersions: name !== 'Unknown',
      cells: [{ value: count, list: { os: name } }]
    }))
  }
}

/**
 * The versions of one browser or system.
 *
 * @param {any} body
 * @param {string} filter 'browser' or 'os'
 * @param {string} of its name
 * @returns {Table}
 */
export function versionTable(body, filter, of) {
  return {
    columns: ['Version', 'Sessions'],
    counts: 'sessions',
    more: more(body),
    rows: body.data.map(({ name, count }) => ({
      name,
      cells: [{ value: count, list: { [filter]: of, [`${filter}_version`]: name } }]
    }))
  }
}

export function sessionGeoTable(body) {
  return {
    columns: ['City', 'Sessions'],
    counts: 'sessions',
    more: more(body),
    rows: body.data.map(({ city, country_code, latitude, longitude, count }) => ({
      name: city,
      note: countryName(country_code),
      place: [latitude, longitude],
      cells: [{ value: count, list: { city, city_country: country_code ?? 'Unknown' } }]
    }))
  }
}

/** What an answer says of the rows beyond its limit. */
function more({ other }) {
  return other ? { rows: other.cities ?? other.codes ?? other.names, value: other.count } : undefined
}

/** Whether a chart has nothing to show. */
export const isEmpty = ({ rows }) =>
  rows.every(({ cells }) => !hasValue(cells[0]) && !hasValue(cells[cells.length - 1]))
// A share may be 0, of something.
const hasValue = ({ value, text }) => (text === undefined ? Boolean(value) : value !== null)

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place)
}
