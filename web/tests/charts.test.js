import { describe, expect, it } from 'vitest'
import { CHARTS } from '../src/charts.js'
import * as tables from '../src/tables.js'

const camelCase = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())

describe('the registry of charts', () => {
  it('names each chart once', () => {
    expect(CHARTS).toHaveLength(10)
    for (const key of ['name', 'title', 'table']) expect(new Set(CHARTS.map((chart) => chart[key])).size).toBe(10)
  })

  it.each(CHARTS)('calls $name the same from its summary to its table', ({ name, summary, table }) => {
    expect([`${name}_summary`, 'session_summary']).toContain(summary)
    expect(table).toBe(tables[`${camelCase(name)}Table`])
  })

  it.each(CHARTS)('has a component for $name', async ({ component, load }) => {
    expect(Boolean(component)).not.toBe(Boolean(load))
    if (component) expect(component.props.table.required).toBe(true)
  })
})
