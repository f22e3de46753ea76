/** The server and the seeded folders that the measurements of sending share. */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { bundle } from './bundle.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))

/** `floor` and `griot` each run in a process of their own and answer with their figures. */
export async function stage() {
  const scripts = { seed: await bundle('sending-seed.ts'), griot: await bundle('sending-griot.ts') }
  const server = spawn(process.execPath, [join(here, 'sending-server.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await new Promise((resolve) => createInterface({ input: server.stdout }).once('line', resolve))
  const run = async (script, ...args) => (await promisify(execFile)(process.execPath, [script, ...args])).stdout
  return {
    floor: async (mode, messages) => JSON.parse(await run(join(here, 'sending-floor.mjs'), port, mode, `${messages}`)),
    async griot(mode, messages, ...flags) {
      const folder = mkdtempSync(join(tmpdir(), 'griot-bench-'))
      try {
        await run(scripts.seed, port, mode, `${messages}`, folder)
        return JSON.parse(await run(scripts.griot, folder, ...flags))
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
    close: () => server.kill(),
  }
}
