/** GETs an endpoint: its body, how old that is and how long it stays fresh. Every failure is an ApiError. */

/**
 * Where the endpoints are: the page's <meta name="pg-summary-api">, resolved against the address of the page; /v1/ if it is
 * empty.
 */
export function baseUrl(page = document) {
  const path = page.querySelector('meta[name="pg-summary-api"]')?.getAttribute('content')?.trim() || '/v1/'
  return new URL(path.endsWith('/') ? path : `${path}/`, page.baseURI).href
}

/**
 * Where the endpoints are, which of them lists the apps, the address of a conference's own page, with {id},
 * {conference_id} and {app_id} to be filled in ('' where there is none), headers to send along (a token, say), and whether
 * cookies go to another origin too ('include', for which its server must allow credentials).
 *
 * @type {{baseUrl: string, apps: string, conferenceUrl: string, headers: () => Record<string, string>, credentials: RequestCredentials, timeoutMs: number}}
 */
export const settings = {
  baseUrl: baseUrl(),
  apps: 'pg-summary/apps',
  conferenceUrl: document.querySelector('meta[name="pg-summary-conference"]')?.getAttribute('content') ?? '',
  headers: () => ({}),
  credentials: 'same-origin',
  timeoutMs: 30_000
}

export class ApiError extends Error {
  /**
   * @param {string} message for people
   * @param {{status?: number, code?: string, retryAfterMs?: number}} details status 0: no answer came
   */
  constructor(message, { status = 0, code = 'unreachable', retryAfterMs } = {}) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.retryAfterMs = retryAfterMs
  }

  /** Whether the user must sign in first, or may not see this: asking again is useless until they have signed in. */
  get signedOut() {
    return this.status === 401 || this.status === 403 || this.code === 'signed_out'
  }

  /** Whether asking again may help. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

/**
 * @typedef {object} Answer
 * @property {any} body what the endpoint sent
 * @property {number} asOf when it was computed: milliseconds of the server's clock
 * @property {number} freshForMs how long the server holds it for fresh
 */

/**
 * Asks an endpoint.
 *
 * @param {string} path below the base, such as 'conferences/summary'
 * @param {Object<string, string|number|null|undefined>} parameters of the query; null, undefined and '' are left out
 * @param {{signal?: AbortSignal}} options
 * @returns {Promise<Answer>}
 */
export async function get(path, parameters, { signal } = {}) {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value))
  }
  const { response, text } = await load(`${settings.baseUrl}${path}?${query}`, signal)
  const body = parse(text)
  if (!response.ok) throw failure(response, body)
  if (body === null || typeof body !== 'object') throw notJson(response, text)
  readClock(response)
  return {
    body,
    asOf: now() - 1000 * (Number(response.headers.get('X-Cache-Age')) || 0),
    freshForMs: freshForMs(response.headers.get('Cache-Control') ?? '')
  }
}

/** The response and its text, within the time limit. */
async function load(url, signal) {
  const limit = new AbortController()
  const abort = () => limit.abort()
  const timer = setTimeout(abort, settings.timeoutMs)
  signal?.addEventListener('abort', abort)
  try {
    // The page keeps answers itself and decides when they are old; the browser's cache serves to revalidate.
    const { credentials, headers } = settings
    const response = await fetch(url, { credentials, headers: headers(), signal: limit.signal, cache: 'no-cache' })
    return { response, text: await response.text() }
  } catch (error) {
    if (signal?.aborted) throw error
    const slow = `No answer within ${settings.timeoutMs / 1000} seconds.`
    throw new ApiError(limit.signal.aborted ? slow : 'The server can’t be reached.')
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/**
 * Milliseconds by the server's clock, once a response has told it. A browser's clock can be hours off: a window that ends
 * now would then show other days than the server counted.
 */
export const now = () => Date.now() + aheadMs
let aheadMs = 0

/** @param {Response} response */
function readClock({ headers }) {
  const told = Date.parse(headers.get('X-Now') ?? '')
  if (Number.isFinite(told)) aheadMs = told - Date.now()
}

const SIGN_IN = 'Sign in again, then reload this page.'

/**
 * An HTML page instead of an answer: usually the login page, to which the server redirects after a session has ended.
 * @param {Response} response
 * @param {string} text
 */
function notJson({ status, redirected, headers }, text) {
  const isPage = /html/i.test(headers.get('Content-Type') ?? '') || /^\s*</.test(text)
  if (isPage && (redirected || /type=["']?password/i.test(text))) {
    return new ApiError(`Your session has ended. ${SIGN_IN}`, { status, code: 'signed_out' })
  }
  return new ApiError('The answer is not JSON.', { status, code: 'invalid_answer' })
}

/**
 * @param {Response} response
 * @param {any} body
 */
function failure(response, body) {
  const seconds = Number(response.headers.get('Retry-After') || NaN)
  return new ApiError(reason(response.status, body), {
    status: response.status,
    code: body?.error_code ?? 'unknown',
    retryAfterMs: Number.isFinite(seconds) ? 1000 * seconds : undefined
  })
}

/** Our endpoints explain an error in `message`, Django REST framework in `detail`. */
function reason(status, body) {
  const said = [body?.message, body?.detail].find((each) => typeof each === 'string')
  if (status === 401) return `${said ?? 'You are not signed in.'} ${SIGN_IN}`
  if (status === 403)
    return `${said ?? 'You may not see this.'} If your session has ended: sign in again, then reload this page.`
  return said ?? `The server answered ${status}.`
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The remaining freshness that a Cache-Control header states; Infinity if it states none (as for a newly computed body). */
export function freshForMs(cacheControl) {
  if (/\bno-store\b/i.test(cacheControl)) return 0
  const found = cacheControl.match(/\bmax-age=(\d+)/i)
  return found ? 1000 * Number(found[1]) : Infinity
}
