/**
/**
 * Which conferences a list shows: a period ({ hour }, { date }, { week } or { month }), { status }, { issue_code },
 * { duration_gte, duration_lt }, { setup_time_gte, setup_time_lt }, { participants }, { browser }, { os },
 * { browser, browser_version }, { os, os_version }, { city, city_country }, { gum_error } or { relayed }.
 */
import { countryName, periodName, statusName } from './names.js'
import { nextPeriod, startOf, windowAt } from './periods.js'
import { isDate, lastBefore, nextDate } from './zone.js'

/** The parameter that states the period of a list, by grain. */
export const PERIODS = { hour: 'hour', day: 'date', week: 'week', month: 'month' }
const NAMES = [
  ...Object.values(PERIODS),
  'status',
  'issue_code',
  'duration_gte',
  'duration_lt',
  'setup_time_gte',
  'setup_time_lt',
  'participants',
  'browser',
  'browser_version',
  'os',
  'os_version',
  'country',
  'city',
  'city_country',
  'gum_error',
  'relayed'
]
export const LAST_PAGE = 10_000

/** The list in a text from toText, without invalid dates; null if there is none. */
export function fromText(text) {
  if (!text) return null
  const given = new URLSearchParams(text)
  for (const name of Object.values(PERIODS)) {
    if (!(name === 'hour' ? isHour : isDate)(given.get(name))) given.delete(name)
  }
  return Object.fromEntries(NAMES.filter((name) => given.get(name)).map((name) => [name, given.get(name)]))
}

/** Whether it is an instant as periods.js writes it. */
const isHour = (text) => isDate(text?.slice(0, 10)) && new Date(text).toJSON() === text

/** The period of a list, { grain, period }; null where it has none. */
export function periodOf(list) {
  const grain = Object.keys(PERIODS).find((each) => list[PERIODS[each]])
  return grain ? { grain, period: list[PERIODS[grain]] } : null
}

/** The page number in a text, from 1 to LAST_PAGE; 1 if there is none. */
export function pageNumber(text) {
  return Math.min(LAST_PAGE, Math.max(1, Math.floor(Number(text)) || 1))
}

export function toText(list) {
  return new URLSearchParams(Object.entries(list).filter(([, value]) => value !== null)).toString()
}

/**
 * The list as parameters of the endpoint. A period is one of the time zone, cut to the window.
 *
 * @param {object} list
 * @param {import('./api/index.js').Question} question
 * @param {number} asOf the end of the window, in ms
 */
export function toParameters(list, question, asOf) {
  const found = periodOf(list)
  if (!found) return list
  const { grain, period } = found
  const { timeZone, to } = question
  const start = Math.max(startOf(period, grain, timeZone), windowAt(question, asOf).start)
  const last = startOf(nextPeriod(period, grain, timeZone), grain, timeZone)
  const end = to ? Math.min(last, startOf(nextDate(to), 'day', timeZone)) : last
  const others = { ...list }
  delete others[PERIODS[grain]]
  return { created_at_gte: new Date(start).toISOString(), created_at_lte: lastBefore(end), ...others }
}

/** The words for what a list shows, by its parameter: [text, name from the data]. */
const PHRASES = {
  issue_code: ({ issue_code }, title) => ['Conferences with the issue', title ?? issue_code],
  duration_gte: ({ duration_gte, duration_lt }) => [`Conferences of ${range(duration_gte, duration_lt, 60, 'min')}`],
  setup_time_gte: ({ setup_time_gte, setup_time_lt }) => [
    `Conferences with a connection set up in ${range(setup_time_gte, setup_time_lt, 1, 'ms')}`
  ],
  participants: ({ participants }) => [`Conferences of ${participants} participants`],
  browser_version: ({ browser_version }) => ['Conferences with a session in the browser', browser_version],
  browser: ({ browser }) => ['Conferences with a session in the browser', browser],
  os_version: ({ os_version }) => ['Conferences with a session on', os_version],
  os: ({ os }) => ['Conferences with a session on', os],
  country: ({ country }) => ['Conferences with a session in', countryName(country)],
  city: ({ city, city_country }) => ['Conferences with a session in', `${city}, ${countryName(city_country)}`],
  gum_error: ({ gum_error }) => ['Conferences with the getUserMedia error', gum_error],
  relayed: ({ relayed }) => [`Conferences with a ${relayed === 'true' ? 'relayed' : 'direct'} connection`]
}

/**
 * What a list shows, in words: [text, name from the data, or ''].
 *
 * @param {Record<string, any>} list
 * @param {{issueTitle?: string, timeZone?: string}} [context]
 */
export function describe(list, { issueTitle, timeZone } = {}) {
  const found = periodOf(list)
  const status = list.status ? statusName(list.status) : ''
  const when = found ? periodName(found.period, found.grain, timeZone) : ''
  if (status || when) return [`Conferences: ${[status, when].filter(Boolean).join(', ')}`, '']
  const name = Object.keys(PHRASES).find((each) => list[each])
  const [text, fromData = ''] = name ? PHRASES[name](list, issueTitle) : ['Conferences']
  return [text, fromData]
}

function range(from, to, unit, name) {
  if (!to) return `${from / unit} ${name} or more`
  return Number(from) ? `${from / unit} to ${to / unit} ${name}` : `less than ${to / unit} ${name}`
}
