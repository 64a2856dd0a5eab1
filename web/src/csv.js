/** Tables as CSV (RFC 4180, UTF-8 with a mark that spreadsheets look for). */
import { now } from './api/client.js'
import { windowAt } from './periods.js'

const CONTEXT = ['From', 'To', 'Time zone', 'Filters']

/**
 * What the numbers count, on each line, because a file is read without the page that it came from.
 * @param {import('./tables.js').Context} context
 */
function told({ question, asOf }) {
  const { timeZone, filters } = question
  const { start, end } = windowAt(question, asOf)
  const chosen = Object.entries(filters).filter(([, value]) => value)
  return [
    new Date(start).toISOString(),
    new Date(end).toISOString(),
    timeZone,
    chosen.map(([name, value]) => `${name} = ${value}`).join('; ')
  ]
}

/**
 * The text of a table; a note, where rows have one, becomes the second column.
 *
 * @param {import('./tables.js').Table} table
 * @param {import('./tables.js').Context} context
 */
export function toCsv({ columns, rows, more }, context) {
  const [name, ...values] = columns
  const noted = rows.some((row) => row.note !== undefined)
  const note = (text) => (noted ? [text] : [])
  const lines = rows.map((row) => [row.name, ...note(row.note ?? ''), ...row.cells.map(({ value }) => value ?? '')])
  if (more) lines.push([`${more.rows} more`, ...note(''), ...values.slice(1).map(() => ''), more.value])
  return toLines([[name, ...note('Note'), ...values, ...CONTEXT], ...lines.map((line) => [...line, ...told(context)])])
}

/** Several tables in one: one line per value, [chart, name, note, column, value] and what it counts. */
export function toLongCsv(tables, context) {
  const lines = tables.flatMap(({ title, table: { columns, rows, more } }) => [
    ...rows.flatMap((row) =>
      row.cells.map(({ value }, place) => [title, row.name, row.note ?? '', columns[place + 1], value ?? ''])
    ),
    ...(more ? [[title, `${more.rows} more`, '', columns[columns.length - 1], more.value]] : [])
  ])
  return toLines([
    ['Chart', 'Name', 'Note', 'Measure', 'Value', ...CONTEXT],
    ...lines.map((line) => [...line, ...told(context)])
  ])
}

/** Offers a text as a file. */
export function save(text, fileName) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }))
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

const toLines = (lines) => lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')

/** A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(value) {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * 'conference-duration-30-days-2026-11-24.csv', or '...-2026-11-01-to-2026-11-24.csv'
 *
 * @param {string} title
 * @param {import('./api/index.js').Question} question
 */
export function fileName(title, { days, from, to }) {
  const window = from ? `${from}-to-${to}` : `${days}-days-${new Date(now()).toISOString().slice(0, 10)}`
  return `${title.toLowerCase().replace(/[^a-z]+/g, '-')}-${window}.csv`
}
