/** Bundles sender.ts for plain Node: the crash tests start and kill it as a process of its own. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export default defineConfig({
  resolve: { alias: { '@shared': fromRoot('electron/shared'), '@core': fromRoot('electron/core') } },
  ssr: { noExternal: true, external: ['better-sqlite3', 'keytar'], target: 'node' },
  build: {
    ssr: fromRoot('test/torture/sender.ts'),
    target: 'node22',
    emptyOutDir: true,
    rolldownOptions: { output: { format: 'es', entryFileNames: 'sender.mjs' } },
  },
})
