/** Measurements against the product's numbers: long, on a quiet machine, not part of `npm test`. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export default defineConfig({
  root: fromRoot('.'),
  resolve: { alias: { '@shared': fromRoot('electron/shared'), '@core': fromRoot('electron/core') } },
  test: { include: ['test/bench/**/*.bench.ts'], fileParallelism: false },
})
