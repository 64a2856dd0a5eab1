/** Local days of IANA time zones: which date an instant has, and when a date begins. */

const QUARTER_MS = 15 * 60_000
const DAY_MS = 24 * 60 * 60_000
// Like the server: an offset such as '+05:30' is not a name, though Intl accepts it.
const NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/
// What Intl says if it can't tell the system's zone; no zone database has it.
const UNKNOWN = /^etc\/unknown$/i
// Browsers still use the first name that a zone had; a server's zone database may have only today's.
const TODAY = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk'
}
const formats = new Map()

/** Today's name of a zone, where the browser knows it. */
export const zoneToday = (name) => (isZone(TODAY[name]) ? TODAY[name] : name)

/** The browser's zone, by its IANA name of today; UTC if it has none. */
export function browserZone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return isZone(timeZone) ? zoneToday(timeZone) : 'UTC'
}

/** Whether it is an IANA name of a zone that the browser knows. */
export function isZone(name = '') {
  try {
    return NAME.test(name) && !UNKNOWN.test(name) && Boolean(dateFormat(name))
  } catch {
    return false
  }
}

/** All zones to choose from, with UTC and the browser's own first. */
export function zones() {
  const all = Intl.supportedValuesOf?.('timeZone') ?? []
  return [...new Set([browserZone(), 'UTC', ...all.map(zoneToday).sort()])]
}

/** Whether it is a day of the calendar, 'YYYY-MM-DD', with a year that dates can be computed with. */
export function isDate(text) {
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(text)) return false
  const instant = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
}

/** The local date of an instant (ms), as 'YYYY-MM-DD'. */
export function dateAt(instant, zone) {
  const { year, month, day } = partsAt(instant, zone)
  return `${year}-${month}-${day}`
}

/** The minute of the local hour in which an instant (ms) lies. */
export const minuteAt = (instant, zone) => Number(partsAt(instant, zone).minute)

/** The instant (ms) at which a local date begins: the first that has this date or, where a zone left it out, a later one. */
export function dayStart(date, zone) {
  // Offsets are at most 15 hours and change by quarters of an hour: this searches among those.
  const midnight = Date.parse(`${date}T00:00:00Z`)
  let before = midnight - 15 * 60 * 60_000
  let from = midnight + 15 * 60 * 60_000
  while (from - before > QUARTER_MS) {
    const middle = before + Math.floor((from - before) / QUARTER_MS / 2) * QUARTER_MS
    if (dateAt(middle, zone) < date) before = middle
    else from = middle
  }
  return from
}

/** The date that many days after another. */
export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The date after this one. */
export const nextDate = (date) => addDays(date, 1)

/** The last instant before another (ms), to the microsecond, since the upper bound of an endpoint is inclusive. */
export const lastBefore = (instant) => new Date(instant - 1).toISOString().replace('Z', '999Z')

/** All dates from the first to the last. */
export function dates(first, last) {
  const all = []
  for (let date = first; date <= last; date = nextDate(date)) all.push(date)
  return all
}

function partsAt(instant, zone) {
  return Object.fromEntries(
    dateFormat(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value])
  )
}

function dateFormat(zone) {
  if (!formats.has(zone)) {
    /** @type {Intl.DateTimeFormatOptions} */
    const numbers = { year: 'numeric', month: '2-digit', day: '2-digit', minute: '2-digit' }
    formats.set(
      zone,
      new Intl.DateTimeFormat('en-CA', { timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', ...numbers })
    )
  }
  return formats.get(zone)
}
