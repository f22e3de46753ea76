/** Bundles a TypeScript entry of this folder as the program itself is bundled. Returns the script's path. */
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
// inside the repository, so that the native modules are found
const folder = join(root, 'node_modules/.cache/griot-bench')

export async function bundle(entry) {
  const name = basename(entry, '.ts')
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@core': join(root, 'electron/core'), '@shared': join(root, 'electron/shared') } },
    ssr: { noExternal: true, external: ['better-sqlite3', '@github/keytar', 'keytar'] },
    build: {
      ssr: join(root, 'test/bench', entry),
      outDir: folder,
      emptyOutDir: false,
      target: 'node18',
      rollupOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  })
  return join(folder, `${name}.mjs`)
}
