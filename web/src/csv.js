/** Tables as CSV (RFC 4180, UTF-8 with a mark that spreadsheets look for). */

/** The text of a table; a note, where rows have one, becomes the second column. */
export function toCsv({ columns, rows }) {
  const [name, ...values] = columns
  const noted = rows.some((row) => row.note !== undefined)
  const head = [name, ...(noted ? ['Note'] : []), ...values]
  const lines = rows.map((row) => [
    row.name,
    ...(noted ? [row.note ?? ''] : []),
    ...row.cells.map(({ value }) => value)
  ])
  return toLines([head, ...lines])
}

/** Several tables in one: one line per value, [chart, name, note, column, value]. */
export function toLongCsv(tables) {
  const lines = tables.flatMap(({ title, table: { columns, rows } }) =>
    rows.flatMap((row) =>
      row.cells.map(({ value }, place) => [title, row.name, row.note ?? '', columns[place + 1], value])
    )
  )
  return toLines([['Chart', 'Name', 'Note', 'Measure', 'Value'], ...lines])
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

/** 'conference-duration-30-days-2026-11-24.csv' */
export function fileName(title, { days }) {
  const today = new Date().toISOString().slice(0, 10)
  return `${title.toLowerCase().replace(/[^a-z]+/g, '-')}-${days}-days-${today}.csv`
}
