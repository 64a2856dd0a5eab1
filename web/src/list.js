/**
 * Which conferences a list shows: { date, status }, { issue_code }, { duration_gte, duration_lt },
 * { setup_time_gte, setup_time_lt }, { participants }, { browser }, { os } or { country }.
 */
import { countryName, dayName, statusName } from './names.js'
import { dayStart, nextDate } from './zone.js'

const NAMES = [
  'date',
  'status',
  'issue_code',
  'duration_gte',
  'duration_lt',
  'setup_time_gte',
  'setup_time_lt',
  'participants',
  'browser',
  'os',
  'country'
]
const DAY_MS = 24 * 60 * 60_000
export const LAST_PAGE = 10_000

/** The list in a text that toText made, without what is no date; null where there is none. */
export function fromText(text) {
  if (!text) return null
  const given = new URLSearchParams(text)
  if (!isDate(given.get('date'))) given.delete('date')
  return Object.fromEntries(NAMES.filter((name) => given.get(name)).map((name) => [name, given.get(name)]))
}

/** Whether it is a day of the calendar, 'YYYY-MM-DD', of a year with which can be reckoned. */
function isDate(text) {
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(text)) return false
  const instant = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
}

/** The page that a text says, from 1 to LAST_PAGE; the first if it says none. */
export function pageNumber(text) {
  return Math.min(LAST_PAGE, Math.max(1, Math.floor(Number(text)) || 1))
}

export function toText(list) {
  return new URLSearchParams(Object.entries(list).filter(([, value]) => value !== null)).toString()
}

/**
 * The list as parameters of the endpoint. A day is that of the time zone, and starts no earlier than the window does.
 *
 * @param {object} list
 * @param {{days: number, timeZone: string}} question
 * @param {number} asOf the end of the window, in ms
 */
export function toParameters({ date, ...others }, { days, timeZone }, asOf) {
  if (!date) return others
  const start = Math.max(dayStart(date, timeZone), asOf - days * DAY_MS)
  const end = dayStart(nextDate(date), timeZone) - 1
  return {
    created_at_gte: new Date(start).toISOString(),
    // Inclusive: the last microsecond.
    created_at_lte: new Date(end).toISOString().replace('Z', '999Z'),
    ...others
  }
}

/** What a list shows, in words: [text, name from the data, or '']. */
export function describe(list, issueTitle) {
  if (list.date) {
    const status = list.status ? `${statusName(list.status)}, ` : ''
    return [`Conferences: ${status}${dayName(list.date)}`, '']
  }
  if (list.status) return [`Conferences: ${statusName(list.status)}`, '']
  if (list.issue_code) return ['Conferences with the issue', issueTitle ?? list.issue_code]
  if (list.duration_gte) return [`Conferences of ${range(list.duration_gte, list.duration_lt, 60, 'min')}`, '']
  if (list.setup_time_gte) {
    return [`Conferences with a connection set up in ${range(list.setup_time_gte, list.setup_time_lt, 1, 'ms')}`, '']
  }
  if (list.participants) return [`Conferences of ${list.participants} participants`, '']
  if (list.browser) return ['Conferences with a session in the browser', list.browser]
  if (list.os) return ['Conferences with a session on', list.os]
  if (list.country) return ['Conferences with a session in', countryName(list.country)]
  return ['Conferences', '']
}

function range(from, to, unit, name) {
  if (!to) return `${from / unit} ${name} or more`
  return Number(from) ? `${from / unit} to ${to / unit} ${name}` : `less than ${to / unit} ${name}`
}
