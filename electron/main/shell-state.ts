/**
 * What the window needs before core answers: where it was, and the language and theme last chosen. A small JSON file
 * beside the database; a missing or damaged one counts as empty, a failed write is not worth a word.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from '@shared/contract/schema'

const pixels = z.number().int().min(-100_000).max(100_000)

const shellState = z.object({
  bounds: z.object({ x: pixels, y: pixels, width: pixels.positive(), height: pixels.positive() }).nullable(),
  maximized: z.boolean(),
  language: z.enum(['system', 'fr', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
})
type ShellState = z.infer<typeof shellState>

const initial: ShellState = { bounds: null, maximized: false, language: 'system', theme: 'system' }

export interface ShellStateFile {
  read(): ShellState
  /** Writes only when something changed: temporary file, then rename. */
  save(change: Partial<ShellState>): void
}

export function openShellState(dataDir: string): ShellStateFile {
  const path = join(dataDir, 'window-state.json')
  let current = load(path)
  return {
    read: () => current,
    save(change) {
      const next = { ...current, ...change }
      if (JSON.stringify(next) === JSON.stringify(current)) return
      current = next
      try {
        store(path, next)
      } catch {
        // a full disk or a read-only folder: the window opens where it likes next time
      }
    },
  }
}

function load(path: string): ShellState {
  try {
    return shellState.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return initial
  }
}

function store(path: string, state: ShellState): void {
  const draft = `${path}.new`
  // not forced to the disk: that may take seconds there, and a power cut costs only where the window was
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 })
  renameSync(draft, path)
}
