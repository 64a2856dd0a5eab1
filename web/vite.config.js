import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue2'
import { defineConfig } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))

/** Writes THIRD-PARTY.txt: name, version and licence of every package that went into the bundle. */
function thirdParty() {
  const packageOf = (module) => {
    const found = module.match(/^.*\/node_modules\/(@[^/]+\/[^/]+|[^/]+)/)
    return found && existsSync(join(found[0], 'package.json')) ? found[0] : null
  }
  const notice = (folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder)
      .sort()
      .find((each) => /^licen[cs]e/i.test(each))
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}\n`
  }
  return {
    name: 'third-party',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}))
      // In the CSS, a package consists of its stylesheet only.
      const folders = [...new Set(modules.map(packageOf).filter(Boolean))].sort()
      const source = `The dashboard contains:\n\n${folders.map(notice).join(`\n${'-'.repeat(80)}\n\n`)}`
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source })
    }
  }
}

export default defineConfig({
  base: './',
  plugins: [vue(), thirdParty()],
  resolve: {
    // vue-demi picks a Vue in an install script, which may not have run: without this the page stays blank.
    alias: { 'vue-demi': join(here, 'node_modules/vue-demi/lib/v2.7/index.mjs') },
    dedupe: ['vue']
  },
  build: {
    outDir: join(here, '../pg_summary/dashboard'),
    emptyOutDir: true,
    target: 'es2020',
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    // Names without a hash: the build is kept in the repository, and servers revalidate by ETag.
    rollupOptions: {
      output: {
        entryFileNames: 'assets/dashboard.js',
        chunkFileNames: 'assets/[name].js',
        assetFileNames: 'assets/dashboard[extname]'
      }
    }
  },
  server: { proxy: { '/v1': process.env.PG_SUMMARY_SERVER ?? 'http://127.0.0.1:8000' } },
  test: {
    environment: 'jsdom',
    setupFiles: 'tests/setup.js',
    include: ['tests/**/*.test.js'],
    // So that tests too use a single Vue.
    server: { deps: { inline: ['vue-query', 'vue-demi'] } }
  }
})
