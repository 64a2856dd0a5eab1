import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'acorn'
import { describe, expect, it } from 'vitest'

const assets = join(dirname(fileURLToPath(import.meta.url)), '../../pg_summary/dashboard/assets')

describe('the build that is kept', () => {
  it.each(readdirSync(assets).filter((name) => name.endsWith('.js')))('%s has no syntax after ES2020', (name) => {
    const text = readFileSync(join(assets, name), 'utf8')
    expect(() => parse(text, { ecmaVersion: 2020, sourceType: 'module' })).not.toThrow()
    // Safari has these from 16.4 on.
    expect(text).not.toMatch(/\(\?<[=!]/)
  })

  it('uses no stylesheet features after Safari 15.0 without a fallback', () => {
    const text = readFileSync(join(assets, 'dashboard.css'), 'utf8')
    expect(text).not.toMatch(
      /:has\(|@container|@layer|color-mix|light-dark\(|\bdvh\b|\boklch\(|@media\s*\([a-z]+\s*[<>]/
    )
  })
})
