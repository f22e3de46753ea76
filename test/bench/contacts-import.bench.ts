/**
 * Import of 1,000,000 rows into contacts, validated and deduplicated, against the floor: papaparse + libphonenumber + one
 * prepared INSERT per row in a bare script (import-floor.mjs --insert). Same file, same run, each in a process of its own.
 * Run: npx vitest run --config test/bench/vitest.config.ts contacts-import
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { expect, it } from 'vitest'

const rows = Number(process.env.GRIOT_BENCH_ROWS ?? 1_000_000)
const root = join(import.meta.dirname, '../..')

interface Measure {
  readonly milliseconds: number
  /** Processor time: on a busy machine the fairer figure. */
  readonly cpuMilliseconds: number
  readonly peakMegabytes: number
  readonly valid: number
}

it('is no slower than the floor', { timeout: 1_200_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'griot-bench-'))
  // inside the project, where the bundle finds better-sqlite3
  const cache = join(root, 'node_modules/.cache/griot-bench')
  mkdirSync(cache, { recursive: true })
  const bundle = async (name: string): Promise<string> => {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      resolve: { alias: { '@core': join(root, 'electron/core'), '@shared': join(root, 'electron/shared') } },
      build: {
        ssr: join(root, `test/bench/${name}.ts`),
        outDir: cache,
        emptyOutDir: false,
        target: 'node18',
        rolldownOptions: { output: { entryFileNames: `${name}.mjs` }, external: ['better-sqlite3'] },
      },
      ssr: { noExternal: true, external: ['better-sqlite3'] },
    })
    return join(cache, `${name}.mjs`)
  }
  const run = (...args: string[]): Measure =>
    JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })) as Measure
  try {
    const file = join(folder, 'export.csv')
    execFileSync(process.execPath, [await bundle('make-file'), file, String(rows), 'CM'], { cwd: root })
    const floor = run(join(root, 'test/bench/import-floor.mjs'), file, '2', 'CM', '--insert')
    const script = await bundle('contacts-import-griot')
    const ours = run(script, file, join(folder, 'data'))
    const watched = run(script, file, join(folder, 'watched'), 'watch')
    console.table({ floor, griot: ours, 'griot, watched': watched })
    console.log(
      `time ${(ours.milliseconds / floor.milliseconds).toFixed(2)}×, processor ${(ours.cpuMilliseconds / floor.cpuMilliseconds).toFixed(2)}×, peak memory ${(ours.peakMegabytes / floor.peakMegabytes).toFixed(2)}×`,
    )
    expect(ours.milliseconds / floor.milliseconds).toBeLessThanOrEqual(1)
    expect(ours.peakMegabytes / floor.peakMegabytes).toBeLessThanOrEqual(1.3)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
