/**
 * The numbers of each chart as a table, from which the chart is drawn, shown in words and saved as CSV.
 *
 * Each function takes the chart's body, and the context where days matter.
 */
import { STATUSES, countryName, dayName, localDigits, statusName } from './names.js'
import { dateAt, dates } from './zone.js'

/**
 * @typedef {object} Table
 * @property {string[]} columns the name of the rows, then those of the values
 * @property {Row[]} rows
 * @property {{rows: number, value: number}} [more] how many more rows there are, and what their last values come to
 */

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} [label] the name as people read it, where that is another text
 * @property {Cell[]} cells
 * @property {string} [note] what is said of it besides
 * @property {boolean} [running] whether it is the day that is not over
 * @property {[number, number]} [place] latitude and longitude
 */

/** @typedef {{value: number, list?: Record<string, any>}} Cell which conferences are behind the value: see list.js */

/** @typedef {{question: import('./api/index.js').Question, asOf: number}} Context what the body answers, and when (ms) */

const DAY_MS = 24 * 60 * 60_000

/** Every day of the window, also those without a conference; `running` marks the one that is not over. */
export function conferenceTable({ data }, { question: { days, timeZone }, asOf }) {
  const found = new Map(data.map((each) => [each.date, each]))
  const first = dateAt(asOf - days * DAY_MS, timeZone)
  const today = dateAt(asOf, timeZone)
  const all = new Set([...dates(first, today), ...found.keys()])
  return {
    columns: ['Day', ...STATUSES.map(statusName), 'Total'],
    rows: [...all].sort().map((date) => ({
      name: date,
      label: dayName(date),
      running: date === today,
      cells: [
        ...STATUSES.map((status) => ({ value: found.get(date)?.[status] ?? 0, list: { date, status } })),
        { value: found.get(date)?.total ?? 0, list: { date } }
      ]
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

/** Every number from 0 or the least to the greatest, also those that no conference has. */
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

/** The bar is the conferences that have the issue: the length of the list behind it. */
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
    more: more(body),
    rows: body.data.map(({ name, message, count }) => ({ name, note: message, cells: [{ value: count }] }))
  }
}

export function connectionTable({ data }) {
  return {
    columns: ['Connections', 'Count'],
    rows: data.map(({ name, count }) => ({ name, cells: [{ value: count }] }))
  }
}

export function connectionSetupTimeTable({ data }) {
  return {
    columns: ['Set-up time', 'Connections'],
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
    rows: browsers.map(({ name, count }) => ({ name, cells: [{ value: count, list: { browser: name } }] }))
  }
}

export function osTable({ os }) {
  return {
    columns: ['Operating system', 'Sessions'],
    rows: os.map(({ name, count }) => ({ name, cells: [{ value: count, list: { os: name } }] }))
  }
}

/** The list is that of the city's country. */
export function sessionGeoTable(body) {
  return {
    columns: ['City', 'Sessions'],
    more: more(body),
    rows: body.data.map(({ city, country_code, latitude, longitude, count }) => ({
      name: city,
      note: countryName(country_code),
      place: [latitude, longitude],
      cells: [{ value: count, list: { country: country_code ?? 'Unknown' } }]
    }))
  }
}

/** What an answer says of the rows beyond its limit. */
function more({ other }) {
  return other ? { rows: other.cities ?? other.codes ?? other.names, value: other.count } : undefined
}

/** Whether a chart has nothing to show. */
export const isEmpty = ({ rows }) => rows.every(({ cells }) => !cells[0].value && !cells[cells.length - 1].value)

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place)
}
