/** Measurements against the product's numbers: long, on a quiet machine, not part of `npm test`. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export default defineConfig({
  root: fromRoot('.'),
  resolve: {
    alias: { '@shared': fromRoot('electron/shared'), '@core': fromRoot('electron/core'), '@': fromRoot('src') },
  },
  test: {
    fileParallelism: false,
    projects: [
      {
        extends: true,
        test: { name: 'core', include: ['test/bench/**/*.bench.ts'], exclude: ['test/bench/window*.bench.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'window',
          include: ['test/bench/window*.bench.ts'],
          globalSetup: ['test/e2e/prepare.ts'],
          setupFiles: ['test/e2e/enter-lane.ts'],
        },
      },
    ],
  },
})
