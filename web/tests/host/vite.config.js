import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import page from '../../vite.config.js'

export default defineConfig({
  ...page,
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: { target: page.build.target, emptyOutDir: true }
})
