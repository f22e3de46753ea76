/**
 * Who has the database open: each process leaves a small file beside it and removes it when it closes. A file of a process
 * that is gone means that the last stop was no clean one. Who replaces the database as a whole leaves another one first, and
 * looks then; who opens it leaves its own first, and looks then: of two at once, one at least sees the other.
 * Without rights or room for such a file nothing is known, and the database is checked.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { isSameProcess, processSign } from '../process-alive'

type Mark = 'open' | 'replacing'

const markOf = (dataDir: string, mark: Mark): string => join(dataDir, `.${mark}-${process.pid}`)

/** Marks the folder as open by this process. False when a process ended without closing it. */
export function markOpen(dataDir: string): boolean {
  try {
    const gone = others(dataDir, 'open').filter(({ runs }) => !runs)
    for (const { path } of gone) rmSync(path, { force: true })
    writeFileSync(markOf(dataDir, 'open'), processSign(), { mode: 0o600 })
    return gone.length === 0
  } catch {
    return false
  }
}

export function markClosed(dataDir: string): void {
  remove(dataDir, 'open')
}

/** After `markOpen`. Throws AppError data_replaced while another process replaces the database. */
export function refuseWhileReplaced(dataDir: string): void {
  const replacing = running(dataDir, 'replacing')
  if (replacing === undefined) return
  markClosed(dataDir)
  throw new AppError('data_replaced', { path: dataDir, process: replacing })
}

export interface Claim {
  release(): void
}

/** By this process. */
const claimed = new Set<string>()

/**
 * From here until `release` no other process opens the database. Throws AppError data_in_use where one has it open, data_replaced
 * where this process is replacing it already, and what the file system says.
 */
export function claimAlone(dataDir: string): Claim {
  if (claimed.has(dataDir)) throw new AppError('data_replaced', { path: dataDir, process: process.pid })
  writeFileSync(markOf(dataDir, 'replacing'), processSign(), { mode: 0o600 })
  const other = running(dataDir, 'open') ?? running(dataDir, 'replacing')
  const release = (): void => {
    remove(dataDir, 'replacing')
    claimed.delete(dataDir)
  }
  if (other === undefined) {
    claimed.add(dataDir)
    return { release }
  }
  release()
  throw new AppError('data_in_use', { path: dataDir, process: other })
}

function running(dataDir: string, mark: Mark): number | undefined {
  return others(dataDir, mark).find(({ runs }) => runs)?.processId
}

interface Other {
  readonly path: string
  readonly processId: number
  readonly runs: boolean
}

function others(dataDir: string, mark: Mark): Other[] {
  const pattern = new RegExp(`^\\.${mark}-(\\d+)$`)
  return readdirSync(dataDir).flatMap((name) => {
    const processId = Number(pattern.exec(name)?.[1] ?? Number.NaN)
    if (Number.isNaN(processId)) return []
    const path = join(dataDir, name)
    const runs = isSameProcess(processId, signIn(path))
    // in a container every process may be the first: our number on a mark that is not ours
    return processId === process.pid && runs ? [] : [{ path, processId, runs }]
  })
}

function signIn(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function remove(dataDir: string, mark: Mark): void {
  try {
    rmSync(markOf(dataDir, mark), { force: true })
  } catch {
    // the next start then checks the database, no more
  }
}
