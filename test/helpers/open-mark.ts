/** The process that has a database open, by the mark that it leaves beside it: electron/core/storage/open-mark.ts. */
import { existsSync, readdirSync } from 'node:fs'
import { expect } from 'vitest'
import { isProcessAlive } from '@core/process-alive'

const processesIn = (dataDir: string): number[] =>
  (existsSync(dataDir) ? readdirSync(dataDir) : [])
    .flatMap((name) => (name.startsWith('.open-') ? [Number(name.slice('.open-'.length))] : []))
    .filter((processId) => isProcessAlive(processId))

/** Waits until there is one. */
export async function processWithDatabase(dataDir: string): Promise<number> {
  await expect.poll(() => processesIn(dataDir)).toHaveLength(1)
  return processesIn(dataDir)[0] ?? Number.NaN
}
