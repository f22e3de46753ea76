/** End-to-end tests: the built application in a real Electron. Needs a display or Xvfb; lanes.ts says where windows go. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { laneCount } from './lanes.ts'

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
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // what a person would wait for on a slow computer that does other things too
    expect: { poll: { timeout: 15_000 } },
  },
})
