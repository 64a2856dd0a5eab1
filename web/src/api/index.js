/**
 * One function per endpoint, free of any framework: `conferenceSummary(question)` resolves to an Answer (see
 * client.js) with the question it answers, computed `anew` or from the server's cache; `conferenceSummary.key(question)` names that answer in a cache.
 */
import { dayStart, lastBefore, nextDate } from '../zone.js'
import { ApiError, get, settings } from './client.js'

/**
 * @typedef {object} Question
 * @property {string} appId
 * @property {number} [days] how many times 24 hours back from now; or
 * @property {string} [from] the first local date, 'YYYY-MM-DD', and
 * @property {string} [to] the last
 * @property {'hour'|'day'|'week'|'month'} [groupBy] what charts over time are by, if not by day, or as the server has it
 * @property {string} timeZone an IANA name
 * @property {Record<string, string>} filters by browser, os, country and app_version; '' where none
 */

/** @typedef {import('./client.js').Answer & {question: Question}} SummaryAnswer */

/**
 * @callback Asking
 * @param {Question} question
 * @param {{anew?: boolean, signal?: AbortSignal}} [options]
 * @returns {Promise<SummaryAnswer>}
 */

/** @typedef {Asking & {key: (question: Question) => unknown[], isBody: (body: any) => boolean}} Summary */

const hasData = ({ data }) => Array.isArray(data)
const hasLists =
  (...names) =>
  (body) =>
    names.every((name) => Array.isArray(body?.[name]))

/**
 * The answer, if it has the shape that this page reads. Another server may have answered, or another release of ours.
 *
 * @template {import('./client.js').Answer} A
 * @param {string} path
 * @param {A} answer
 * @param {(body: any) => boolean} isOne
 * @returns {A}
 */
function checked(path, answer, isOne) {
  if (isOne(answer.body)) return answer
  const message = `This page can’t read the answer of ${settings.baseUrl}${path}. Is that the address of pg-summary, and is it of the same release?`
  throw new ApiError(message, { status: 200, code: 'invalid_answer' })
}

/**
 * The window of a question, as the endpoints expect it.
 * @param {Question} question
 */
const windowOf = ({ days, from, to, timeZone }) =>
  from
    ? {
        created_at_gte: new Date(dayStart(from, timeZone)).toISOString(),
        created_at_lte: lastBefore(dayStart(nextDate(to), timeZone))
      }
    : { days }

/**
 * What an endpoint does not take is neither sent nor part of the key.
 * @param {string} path
 * @param {{parameters?: Record<string, string>, filtered?: boolean, zoned?: boolean, grouped?: boolean, by?: string, isBody?: (body: any) => boolean}} [options]
 * @returns {Summary}
 */
function summary(
  path,
  { parameters = {}, filtered = true, zoned = false, grouped = false, by, isBody = hasData } = {}
) {
  /** @type {Summary} */
  const ask = async (question, { anew = false, ...options } = {}) => {
    const { appId, timeZone, filters, groupBy = 'day' } = question
    const sent = {
      appId,
      ...windowOf(question),
      ...parameters,
      ...(by ? { group_by: by } : {}),
      ...(grouped ? { group_by: groupBy } : {}),
      ...(filtered ? filters : {}),
      ...(zoned ? { time_zone: timeZone } : {}),
      no_cache: anew ? 'true' : null
    }
    const answer = checked(path, await get(path, sent, options), isBody)
    // The dashboard too says by which period its charts over time count.
    const body = grouped && question.groupBy ? { ...answer.body, group_by: groupBy } : answer.body
    return { ...answer, body, question }
  }
  ask.isBody = isBody
  ask.key = (question) => [
    path,
    question.appId,
    windowOf(question),
    filtered ? { ...question.filters } : {},
    zoned ? question.timeZone : null,
    ...(grouped && question.groupBy ? [question.groupBy] : []),
    ...(by ? [by] : [])
  ]
  return ask
}

export const conferenceSummary = summary('conferences/summary', { zoned: true, grouped: true })
export const conferenceDurationSummary = summary('conferences/duration-summary')
export const conferenceParticipantCountSummary = summary('conferences/participant-count-summary')
export const issueSummary = summary('issues/summary', { parameters: { group_by: 'code' } })
export const issueGumSummary = summary('issues/gum-summary')
export const connectionSummary = summary('connections/summary', { parameters: { group_by: 'type' } })
export const connectionSetupTimeSummary = summary('connections/setup-time-summary')
export const sessionSummary = summary('sessions/summary', { isBody: hasLists('browsers', 'os') })
export const browserVersions = summary('sessions/summary', { by: 'browser_version' })
export const osVersions = summary('sessions/summary', { by: 'os_version' })
export const sessionGeoSummary = summary('sessions/geo-summary')
export const qualitySummary = summary('quality/summary', { zoned: true, grouped: true })
export const conferenceFilterOptions = summary('conferences/filter-options', {
  filtered: false,
  isBody: hasLists('browser', 'os', 'country', 'app_version')
})

/** The summaries of single charts, by the name of each in SQL and in the dashboard's answer. */
export const SUMMARIES = {
  conference_summary: conferenceSummary,
  conference_duration_summary: conferenceDurationSummary,
  conference_participant_count_summary: conferenceParticipantCountSummary,
  issue_summary: issueSummary,
  issue_gum_summary: issueGumSummary,
  connection_summary: connectionSummary,
  connection_setup_time_summary: connectionSetupTimeSummary,
  session_summary: sessionSummary,
  session_geo_summary: sessionGeoSummary,
  quality_summary: qualitySummary
}

const dashboard = summary('dashboard/summary', {
  zoned: true,
  isBody: (body) =>
    Object.entries({ ...SUMMARIES, conference_filter_options: conferenceFilterOptions }).every(([name, { isBody }]) =>
      isBody(body[name] ?? {})
    ) && Boolean(body.quality_summary.total)
})

/**
 * Every chart in one answer. Charts over time are in it by day or, for a long window, by the period that the server chose.
 * With another `groupBy`, they are requested separately.
 * @type {Summary}
 */
export const dashboardSummary = Object.assign(
  async (question, options) => {
    const { groupBy } = question
    if (!groupBy) return dashboard(question, options)
    const answers = await Promise.all(
      [dashboard, conferenceSummary, qualitySummary].map((ask) => ask(question, options))
    )
    const [{ body }, conferences, quality] = answers
    const least = (name) => Math.min(...answers.map((each) => each[name]))
    return {
      ...answers[0],
      body: {
        ...body,
        conference_summary: conferences.body,
        quality_summary: { ...body.quality_summary, ...quality.body }
      },
      asOf: least('asOf'),
      freshForMs: least('freshForMs')
    }
  },
  {
    key: (question) => [...dashboard.key(question), ...(question.groupBy ? [question.groupBy] : [])],
    isBody: dashboard.isBody
  }
)

/**
 * The conferences behind a bar, a page of them: { results, count }.
 *
 * @param {Question} question its filters give way to those of the list
 * @param {Record<string, any>} list parameters of the endpoint, such as { status: 'error' } or { participants: 2 }; with
 *   created_at_gte and created_at_lte instead of the question's window
 * @param {{limit: number, offset: number}} page
 * @param {{signal?: AbortSignal}} [options]
 */
export async function conferenceList(question, list, page, options) {
  const { appId, filters } = question
  const window = list.created_at_gte ? {} : windowOf(question)
  const path = 'conferences/list'
  const answer = await get(path, { appId, ...window, ...filters, ...list, ...page }, options)
  return checked(path, answer, ({ results, count }) => Array.isArray(results) && Number.isInteger(count))
}
conferenceList.key = (question, list, page) => [
  'conferences/list',
  question.appId,
  windowOf(question),
  { ...question.filters },
  { ...list },
  { ...page }
]

/**
 * The address of a conference's own page, from settings.conferenceUrl; null if that is not the address of a page.
 *
 * @param {string} appId
 * @param {{id: string, conference_id: string}} conference of a list
 */
export function conferenceUrl(appId, { id, conference_id }) {
  if (!settings.conferenceUrl) return null
  const values = { id, conference_id, app_id: appId }
  const filled = settings.conferenceUrl.replace(/\{(id|conference_id|app_id)\}/g, (_, name) =>
    encodeURIComponent(values[name])
  )
  try {
    const { href, protocol } = new URL(filled, document.baseURI)
    return /^https?:$/.test(protocol) ? href : null
  } catch {
    return null
  }
}

/**
 * The apps that the picker offers, from our endpoint or from any list of apps that an API server has.
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<{id: string, name: string}[]>}
 */
export async function apps(options) {
  const answer = await get(settings.apps, {}, options)
  const { body } = checked(settings.apps, answer, ({ data, results }) => Array.isArray(data ?? results))
  return body.data ?? body.results
}
apps.key = () => ['apps']
