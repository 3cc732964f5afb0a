// The residents' answer page is a page of its own, apart from the console: one old-fashioned script (no modules, the language of
// browsers of 2017) and one style sheet, so that it opens quickly on old phones and inside messengers. `vite build` makes
// answer.html beside index.html; `vite` shows it at /answer. The server sends answer.html for /answer.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { build, type Plugin, type ResolvedConfig } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))
const source = join(here, 'main.ts')
const withParts = (parts: string): string => readFileSync(join(here, 'page.html'), 'utf8').replace('<!--parts-->', parts)
/** Chrome 57 is the engine of old messengers; Safari 11 that of the oldest iPhones still in use. */
export const oldest = ['es2017', 'chrome57', 'safari11']

/** Emits answer.html with the hashed names of what was built. */
const html: Plugin = {
  name: 'anju-answer-html',
  generateBundle: { order: 'post', handler(_, bundle) {
    const parts = Object.values(bundle).map((file) => (file.fileName.endsWith('.css') ? `<link rel="stylesheet" href="/${file.fileName}" />` : file.type === 'chunk' ? `<script defer src="/${file.fileName}"></script>` : ''))
    this.emitFile({ type: 'asset', fileName: 'answer.html', source: withParts(parts.filter(Boolean).sort().join('\n    ')) })
  } },
}

export function answerPage(): Plugin[] {
  let config: ResolvedConfig
  return [
    {
      name: 'anju-answer-dev',
      apply: 'serve',
      configureServer(server) {
        server.middlewares.use((request, reply, next) => {
          if (request.url?.split('?')[0] !== '/answer') return next()
          server
            .transformIndexHtml('/answer', withParts('<script type="module" src="/src/answer/main.ts"></script>'))
            .then((page) => { reply.setHeader('Content-Type', 'text/html; charset=utf-8'); reply.end(page) }, next)
        })
      },
    },
    {
      name: 'anju-answer-build',
      apply: 'build',
      configResolved(resolved) { config = resolved },
      async closeBundle(failed?: Error) {
        if (failed) return
        await build({
          configFile: false,
          root: config.root,
          publicDir: false,
          logLevel: config.logLevel,
          plugins: [vue(), html],
          resolve: { alias: { '@': join(here, '..') } },
          define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false },
          build: {
            target: oldest, cssTarget: oldest, outDir: config.build.outDir, emptyOutDir: false, cssCodeSplit: false, modulePreload: false, sourcemap: false,
            rollupOptions: { input: source, output: { format: 'iife', entryFileNames: 'assets/answer-[hash].js', assetFileNames: 'assets/answer-[hash][extname]' } },
          },
        })
      },
    },
  ]
}
