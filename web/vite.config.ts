import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { answerPage } from './src/answer/page.ts'

// ANJU_API: where `anju serve` (or the fixture server) listens while developing.
const api = process.env.ANJU_API ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [vue(), ...answerPage()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { __VUE_OPTIONS_API__: true, __VUE_PROD_DEVTOOLS__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  server: { port: 5173, strictPort: true, proxy: { '/api': api } },
  build: { target: 'es2020', outDir: 'dist', emptyOutDir: true, sourcemap: false },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], setupFiles: ['src/kernel/test_setup.ts'], server: { deps: { inline: ['element-plus'] } } },
})
