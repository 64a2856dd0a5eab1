/** Numbers, times and codes as people read them. */

const integer = new Intl.NumberFormat()
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 3 })
const plain = new Intl.NumberFormat(undefined, { useGrouping: false })
const twoDigits = new Intl.NumberFormat(undefined, { minimumIntegerDigits: 2 })
const percentage = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 })
const day = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC'
})
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })
let regions

export const STATUSES = ['success', 'warning', 'error', 'ongoing']

export const statusName = (status) =>
  ({ success: 'Success', warning: 'Warning', error: 'Error', ongoing: 'Ongoing' })[status] ?? status
export const number = (value) => integer.format(value)
/** A number for small spaces: '1.2M' for 1,234,567; small numbers in full. */
export const compactNumber = (value) => (Math.abs(value) < 100_000 ? number(value) : short.format(value))
/** A label such as '3 - 5 m' in the reader's own digits. */
export const localDigits = (text) => text.replace(/\d+/g, (digits) => plain.format(Number(digits)))
/** 'and 12 more: 34 sessions' for what an answer leaves out. */
export const moreText = ({ rows, value }, column) =>
  `and ${number(rows)} more: ${number(value)} ${column.toLowerCase()}`
/** '1 session', '1,234 sessions'. */
export const amount = (value, plural) => `${number(value)} ${value === 1 ? plural.slice(0, -1) : plural}`
/** A share from 0 to 1, to a tenth of a per cent; '–' where there is none. `shortPercent` is for an axis. */
export const share = (ratio) => (ratio === null ? '–' : percentage.format(ratio))
export const shortPercent = (ratio) => percentage.format(ratio)
export const rounded = (value) => (value === null ? '–' : number(Math.round(value)))
export const milliseconds = (ms) => (ms === null ? '–' : `${rounded(ms)} ms`)
export const percent = (part, whole) => (whole ? percentage.format(part / whole) : '–')
const dateNames = {
  day,
  month: new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' })
}
const shortDateNames = {
  day: shortDay,
  week: shortDay,
  month: new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' })
}

/** A local date 'YYYY-MM-DD' in full. */
export const dayName = (date) => day.format(Date.parse(date))

/** A period of periods.js in full, and short for an axis. */
export function periodName(period, grain, timeZone) {
  if (grain === 'hour') return moment(period, timeZone)
  if (grain === 'week') return `week of ${dayName(period)}`
  return dateNames[grain].format(Date.parse(period))
}

export function shortPeriodName(period, grain, timeZone) {
  return grain === 'hour'
    ? new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', timeZone }).format(Date.parse(period))
    : shortDateNames[grain].format(Date.parse(period))
}

/** 'Germany' for 'DE'; anything that is not a country code stays as it is. */
export function countryName(code) {
  if (!/^[A-Z]{2}$/.test(code ?? '')) return code ?? 'Unknown'
  try {
    regions ??= new Intl.DisplayNames(undefined, { type: 'region' })
    return regions.of(code) ?? code
  } catch {
    return code
  }
}

/**
 * How an incomplete period is marked; '' for a complete one.
 * @param {import('./tables.js').Row} row
 */
export const partName = ({ running, cut }) => (running ? 'so far' : cut ? 'cut off' : '')

/**
 * The notes beside the name of a period: that it is incomplete, or archived.
 * @param {import('./tables.js').Row} row
 */
export const remarks = (row) => [partName(row), row.archived ? 'archived' : ''].filter(Boolean).join(', ')

/** An instant (ISO 8601) as date and time of a zone. */
export function moment(iso, timeZone) {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    Date.parse(iso)
  )
}

/** Seconds as '1 h 02 min', '3 min 20 s' or '12 s'. */
export function duration(seconds) {
  const minutes = Math.floor(seconds / 60)
  if (minutes >= 60) return `${number(Math.floor(minutes / 60))} h ${twoDigits.format(minutes % 60)} min`
  return minutes ? `${number(minutes)} min ${number(seconds % 60)} s` : `${number(seconds)} s`
}

/** How long ago: '8 s', '3 min', '2 h'. */
export function ago(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 90) return `${number(seconds)} s`
  return seconds < 5400 ? `${number(Math.round(seconds / 60))} min` : `${number(Math.round(seconds / 3600))} h`
}
