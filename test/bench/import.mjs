/**
 * File → clean recipients, a million rows, against the floor (papaparse + libphonenumber in a bare script): each in a
 * process of its own, same file, same run. `npx node test/bench/import.mjs [rows] [country]` prints a table.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
const rows = Number(process.argv[2] ?? 1_000_000)
const country = process.argv[3] ?? 'CM'
const folder = mkdtempSync(join(tmpdir(), 'griot-bench-'))

/** Bundles a TypeScript entry as the program itself is bundled. */
async function bundle(entry, name) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@core': join(root, 'electron/core'), '@shared': join(root, 'electron/shared') } },
    build: {
      ssr: join(root, entry),
      outDir: folder,
      emptyOutDir: false,
      target: 'node18',
      rollupOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
    ssr: { noExternal: true },
  })
  return join(folder, `${name}.mjs`)
}

const run = (...args) =>
  JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }).trim())

try {
  const griot = await bundle('test/bench/import-griot.ts', 'griot')
  const maker = await bundle('test/bench/make-file.ts', 'make')
  const file = join(folder, 'export.csv')
  execFileSync(process.execPath, [maker, file, String(rows), country])
  console.log(`${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB, country ${country}, Node ${process.version}`)
  const floor = run(join(root, 'test/bench/import-floor.mjs'), file, '2', country)
  const ours = run(griot, file, country)
  console.table({ floor, griot: ours })
  const ratio = (key) => (ours[key] / floor[key]).toFixed(2)
  console.log(
    `time ${ratio('milliseconds')}×, processor ${ratio('cpuMilliseconds')}×, peak memory ${ratio('peakMegabytes')}×`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
