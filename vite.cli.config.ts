/** Builds the command line into out/cli/main.mjs: one ES module for plain Node, its native modules left outside. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { collectLicences } from './scripts/collect-licences.ts'

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string }

const external = ['better-sqlite3', 'keytar', '@e965/xlsx']

export default defineConfig({
  plugins: [collectLicences('cli', external)],
  define: { GRIOT_VERSION: JSON.stringify(version) },
  resolve: { alias: { '@shared': fromRoot('electron/shared'), '@core': fromRoot('electron/core') } },
  ssr: { noExternal: true, external, target: 'node' },
  build: {
    ssr: fromRoot('electron/cli/main.ts'),
    target: 'node22',
    outDir: fromRoot('out/cli'),
    emptyOutDir: true,
    sourcemap: true,
    rolldownOptions: {
      output: { format: 'es', entryFileNames: 'main.mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
})
