/** The tiles above the charts: the totals of the window, compared with the window before. */
import { compactNumber, localDigits, milliseconds, number, share } from './names.js'
import { dates } from './zone.js'

const relative = new Intl.NumberFormat(undefined, { style: 'percent', signDisplay: 'exceptZero' })
const points = new Intl.NumberFormat(undefined, { signDisplay: 'exceptZero', maximumFractionDigits: 1 })

/** @typedef {{name: string, value?: string, detail?: string, change?: string, status?: string}} Tile */

export const TILES = [
  'Conferences',
  'Call minutes',
  'Failure ratio',
  'With warnings',
  localDigits('Set-up time p95'),
  'Relayed connections'
]

/**
 * @param {{total: any, previous?: any}} quality of quality_summary
 * @returns {Tile[]} in the order of TILES
 */
export function tilesOf({ total, previous }) {
  const before = previous ?? {}
  const ended = endedOf(total)
  const [conferences, minutes, failures, warnings, setUp, relayed] = TILES
  return [
    {
      name: conferences,
      value: number(total.conferences),
      detail: `${number(ended)} ended, ${number(total.ongoing)} ongoing`,
      change: changeOf(total.conferences, before.conferences, ['more', 'fewer'])
    },
    {
      name: minutes,
      value: compactNumber(Math.round(total.call_minutes)),
      detail: ended ? `${number(Math.round(total.call_minutes / ended))} per conference` : '',
      change: changeOf(total.call_minutes, before.call_minutes, ['more', 'fewer'])
    },
    {
      name: failures,
      value: share(total.error_ratio),
      detail: `${number(total.errors)} with errors`,
      change: pointsOf(total.error_ratio, before.error_ratio),
      status: 'error'
    },
    {
      name: warnings,
      value: share(ratioOf(total)),
      detail: number(total.warnings),
      change: pointsOf(ratioOf(total), previous ? ratioOf(previous) : null),
      status: 'warning'
    },
    {
      name: setUp,
      value: milliseconds(total.setup_p95_ms),
      detail: `${localDigits('p50')} ${milliseconds(total.setup_p50_ms)}`,
      change: changeOf(total.setup_p95_ms, before.setup_p95_ms, ['longer', 'shorter'])
    },
    {
      name: relayed,
      value: share(total.relayed_ratio),
      detail: `${number(Math.round(total.connections * (total.relayed_ratio ?? 0)))} of ${number(total.connections)}`,
      change: pointsOf(total.relayed_ratio, before.relayed_ratio)
    }
  ]
}

/**
 * What the totals are compared with: 'the 30 days before'.
 * @param {import('./api/index.js').Question} question
 */
export function periodBefore({ days, from, to }) {
  const length = from ? dates(from, to).length : days
  return length === 1 ? 'the day before' : `the ${number(length)} days before`
}

const endedOf = ({ conferences, ongoing }) => conferences - ongoing
const ratioOf = (each) => (endedOf(each) ? each.warnings / endedOf(each) : null)

/** '+12% more', in sign and word; '' where there is nothing to compare with. */
function changeOf(now, before, [up, down]) {
  if (isNone(now) || isNone(before)) return ''
  if (before === 0) return now ? 'none before' : 'as before'
  return said(now / before - 1, 0.005, relative, [up, down])
}

/** The difference of two shares: '+1.2 points higher'. */
function pointsOf(now, before) {
  if (isNone(now) || isNone(before)) return ''
  return said(100 * (now - before), 0.05, { format: (value) => `${points.format(value)} points` }, ['higher', 'lower'])
}

const isNone = (value) => value === null || value === undefined

function said(change, least, { format }, [up, down]) {
  if (Math.abs(change) < least) return 'as before'
  return `${format(change)} ${change > 0 ? up : down}`
}
