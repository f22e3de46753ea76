/**
 * The tests that need no window: pure behaviour (unit), the window's parts in a simulated DOM (component), and real
 * files, databases and loopback servers (integration). End-to-end tests have their own: test/e2e/vitest.config.ts.
 */
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [vue()],
  resolve: {
    alias: {
      '@shared': fromRoot('electron/shared'),
      '@core': fromRoot('electron/core'),
      '@': fromRoot('src'),
    },
  },
  define: {
    __VUE_I18N_LEGACY_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
  },
  test: {
    restoreMocks: true,
    // all processors: vitest leaves one for its own watching, which on two is half the machine
    maxWorkers: '100%',
    // Time judges nothing here: these end only what would never end by itself, on a slow and busy machine too.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
    coverage: {
      provider: 'v8',
      include: ['electron/{shared,core,cli}/**/*.ts', 'src/**/*.{ts,vue}'],
      reporter: ['text-summary', 'html'],
    },
    projects: [
      {
        extends: true,
        test: {
          // The built window in a current Chromium of this machine.
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: ['test/unit/src/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'component',
          environment: 'happy-dom',
          include: ['test/unit/src/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          // The program as electron-builder packages it.
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/package/prepare.ts'],
        },
      },
      {
        extends: true,
        test: {
          // What out/ holds after a build; scripts/test.ts builds before.
          name: 'bundle',
          include: ['test/bundle/**/*.test.ts'],
        },
      },
    ],
  },
})
