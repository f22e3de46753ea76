/**
 * Builds the application: main, the process of core and preload (CommonJS) and the window. The command line has vite.cli.config.ts.
 *
 * Everything is bundled but Electron, the two native modules and @e965/xlsx, which a thread of its own loads, so that the
 * code of out/ is what was transpiled for the oldest runtime we support: Electron 25 (Node 18.15, Chrome 114).
 */
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { collectLicences } from './scripts/collect-licences.ts'
import { tailwindPropertyFallback } from './scripts/tailwind-property-fallback.ts'

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Beside the bundle, in the package's node_modules. */
const external = ['better-sqlite3', 'keytar', '@e965/xlsx']
const nodeAliases = { '@shared': fromRoot('electron/shared'), '@core': fromRoot('electron/core') }

export default defineConfig({
  main: {
    plugins: [collectLicences('main', [...external, 'electron'])],
    resolve: { alias: nodeAliases },
    build: {
      target: 'node18',
      outDir: 'out/main',
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: fromRoot('electron/main/index.ts'), core: fromRoot('electron/core-process/entry.ts') },
        external: ['electron', ...external],
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    plugins: [collectLicences('preload')],
    resolve: { alias: nodeAliases },
    build: {
      target: 'node18',
      outDir: 'out/preload',
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: fromRoot('electron/preload/index.ts') },
        external: ['electron'],
        // A sandboxed preload script can't load a second file.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: fromRoot('src'),
    base: './',
    plugins: [
      vue(),
      tailwindcss(),
      tailwindPropertyFallback(),
      collectLicences('renderer', ['@fontsource-variable/inter', 'tailwindcss']),
    ],
    resolve: { alias: { '@shared': fromRoot('electron/shared'), '@': fromRoot('src') } },
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_I18N_LEGACY_API__: 'false',
      __VUE_I18N_FULL_INSTALL__: 'false',
      __INTLIFY_PROD_DEVTOOLS__: 'false',
    },
    build: {
      target: 'chrome114',
      cssTarget: 'chrome114',
      outDir: fromRoot('out/renderer'),
      emptyOutDir: true,
      // The content security policy allows no data: scripts or fonts; a file each is what it expects.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: fromRoot('src/index.html') } },
    },
  },
})
