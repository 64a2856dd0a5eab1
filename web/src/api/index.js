/**
 * One function per endpoint, free of any framework: `conferenceSummary(question)` resolves to an Answer (see
 * client.js) with the question it answers, computed `anew` or from the server's cache; `conferenceSummary.key(question)` names that answer in a cache.
 */
import { ApiError, get, settings } from './client.js'

/**
 * @typedef {object} Question
 * @property {string} appId
 * @property {number} days how many times 24 hours back from now
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
 * The answer, if it has the shape that this page reads: another server may answer, or another release of ours.
 *
 * @template {import('./client.js').Answer} A
 * @param {string} path
 * @param {A} answer
 * @param {(body: any) => boolean} isOne
 * @returns {A}
 */
function checked(path, answer, isOne) {
  if (isOne(answer.body)) return answer
  const message = `What ${settings.baseUrl}${path} answers is not what this page reads: is it the address of pg-summary, and of this release?`
  throw new ApiError(message, { status: 200, code: 'invalid_answer' })
}

/**
 * What an endpoint does not take is neither sent nor part of the key.
 * @param {string} path
 * @param {{parameters?: Record<string, string>, filtered?: boolean, zoned?: boolean, isBody?: (body: any) => boolean}} [options]
 * @returns {Summary}
 */
function summary(path, { parameters = {}, filtered = true, zoned = false, isBody = hasData } = {}) {
  /** @type {Summary} */
  const ask = async (question, { anew = false, ...options } = {}) => {
    const { appId, days, timeZone, filters } = question
    const sent = {
      appId,
      days,
      ...parameters,
      ...(filtered ? filters : {}),
      ...(zoned ? { time_zone: timeZone } : {}),
      no_cache: anew ? 'true' : null
    }
    return { ...checked(path, await get(path, sent, options), isBody), question }
  }
  ask.isBody = isBody
  ask.key = ({ appId, days, timeZone, filters }) => [
    path,
    appId,
    { days },
    filtered ? { ...filters } : {},
    zoned ? timeZone : null
  ]
  return ask
}

export const conferenceSummary = summary('conferences/summary', { parameters: { group_by: 'day' }, zoned: true })
export const conferenceDurationSummary = summary('conferences/duration-summary')
export const conferenceParticipantCountSummary = summary('conferences/participant-count-summary')
export const issueSummary = summary('issues/summary', { parameters: { group_by: 'code' } })
export const issueGumSummary = summary('issues/gum-summary')
export const connectionSummary = summary('connections/summary', { parameters: { group_by: 'type' } })
export const connectionSetupTimeSummary = summary('connections/setup-time-summary')
export const sessionSummary = summary('sessions/summary', { isBody: hasLists('browsers', 'os') })
export const sessionGeoSummary = summary('sessions/geo-summary')
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
  session_geo_summary: sessionGeoSummary
}

export const dashboardSummary = summary('dashboard/summary', {
  zoned: true,
  isBody: (body) =>
    Object.entries({ ...SUMMARIES, conference_filter_options: conferenceFilterOptions }).every(([name, { isBody }]) =>
      isBody(body[name] ?? {})
    )
})

/**
 * The conferences behind a bar, a page of them: { results, count }.
 *
 * @param {Question} question its filters give way to those of the list
 * @param {Record<string, any>} list parameters of the endpoint, such as { status: 'error' } or { participants: 2 }; with
 *   created_at_gte and created_at_lte instead of the question's window
 * @param {{limit: number, offset: number}} page
 * @param {{signal?: AbortSignal}} [options]
 */
export async function conferenceList({ appId, days, filters }, list, page, options) {
  const window = list.created_at_gte ? {} : { days }
  const path = 'conferences/list'
  const answer = await get(path, { appId, ...window, ...filters, ...list, ...page }, options)
  return checked(path, answer, ({ results, count }) => Array.isArray(results) && Number.isInteger(count))
}
conferenceList.key = ({ appId, days, filters }, list, page) => [
  'conferences/list',
  appId,
  { days },
  { ...filters },
  { ...list },
  { ...page }
]

/**
 * The apps that the picker offers; from ours, and from any list that an API server has of them.
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<{id: string, name: string}[]>}
 */
export async function apps(options) {
  const answer = await get(settings.apps, {}, options)
  const { body } = checked(settings.apps, answer, ({ data, results }) => Array.isArray(data ?? results))
  return body.data ?? body.results
}
apps.key = () => ['apps']
