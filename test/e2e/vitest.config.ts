/** End-to-end tests: the built application in a real Electron. Needs a display or Xvfb; lanes.ts says where windows go. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { laneCount } from './lanes.ts'
import { patienceMs } from './patience.ts'

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export default defineConfig({
  root: fromRoot('.'),
  resolve: {
    alias: { '@shared': fromRoot('electron/shared'), '@core': fromRoot('electron/core'), '@': fromRoot('src') },
  },
  test: {
    name: 'e2e',
    include: ['test/e2e/specs/**/*.spec.ts'],
    globalSetup: ['test/e2e/prepare.ts'],
    setupFiles: ['test/e2e/enter-lane.ts'],
    // a file at a time in each lane; a worker of its own for each file, since a lane is its worker's environment
    maxWorkers: laneCount,
    // Time judges nothing here: these end only what would never end by itself, on a slow and busy machine too.
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: patienceMs } },
  },
})
