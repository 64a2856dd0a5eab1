/**
 * Hours, days, weeks (from Monday) and months of a time zone, as charts over time show them. A period is named by the local date
 * of its first day, an hour by the instant at which it starts, in ISO 8601.
 */
import { addDays, dateAt, dayStart, minuteAt } from './zone.js'

/** @typedef {'hour'|'day'|'week'|'month'} Grain */

const DAY_MS = 24 * 60 * 60_000
const HOUR_MS = 60 * 60_000

/**
 * The first and last instant (ms) of the window of a question. A window that has not ended yet ends where the data end.
 *
 * @param {import('./api/index.js').Question} question
 * @param {number} asOf when it was answered
 */
export function windowAt({ days, from, to, timeZone }, asOf) {
  return from
    ? { start: dayStart(from, timeZone), end: Math.min(asOf, dayStart(addDays(to, 1), timeZone) - 1) }
    : { start: asOf - days * DAY_MS, end: asOf }
}

/** The period in which an instant (ms) lies. */
export function periodAt(instant, grain, zone) {
  if (grain === 'hour') return new Date(instant - (instant % 60_000) - 60_000 * minuteAt(instant, zone)).toISOString()
  const date = dateAt(instant, zone)
  if (grain === 'month') return `${date.slice(0, 8)}01`
  return grain === 'week' ? addDays(date, -((new Date(date).getUTCDay() + 6) % 7)) : date
}

/** The instant (ms) at which a period starts. */
export const startOf = (period, grain, zone) => (grain === 'hour' ? Date.parse(period) : dayStart(period, zone))

/** The period after this one. */
export function nextPeriod(period, grain, zone) {
  // Where a clock changes by half an hour, the following hours start at another minute.
  if (grain === 'hour') return periodAt(Date.parse(period) + HOUR_MS, grain, zone)
  if (grain === 'month') return `${addDays(period, 31).slice(0, 8)}01`
  return addDays(period, grain === 'week' ? 7 : 1)
}

/** Every period of a window. */
export function periodsOf({ start, end }, grain, zone) {
  const all = []
  const last = periodAt(end, grain, zone)
  for (let each = periodAt(start, grain, zone); each <= last; each = nextPeriod(each, grain, zone)) all.push(each)
  return all
}

/** Whether a window cuts a period off, and whether it still runs where the window ends with the data. */
export function partOf(period, grain, zone, { start, end }, asOf) {
  const isLast = startOf(nextPeriod(period, grain, zone), grain, zone) - 1 > end
  return { running: isLast && end === asOf, cut: startOf(period, grain, zone) < start || (isLast && end < asOf) }
}

/** Whether a period lies wholly in days of UTC that are archived. */
export const isArchived = (period, grain, zone, archivedBefore) =>
  Boolean(archivedBefore) && startOf(nextPeriod(period, grain, zone), grain, zone) <= Date.parse(archivedBefore)
