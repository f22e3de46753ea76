/** End-to-end tests: the built application in a real Electron, one window at a time. Needs a display (or xvfb-run). */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

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
    // Two windows on two cores make each other late; one after the other is faster and steady.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // what a person would wait for on a slow computer that does other things too
    expect: { poll: { timeout: 15_000 } },
  },
})
