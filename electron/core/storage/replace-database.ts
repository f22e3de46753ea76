/**
 * Puts a finished database file in the place of the present one, so that a power cut between any two steps leaves the old
 * one or the new one: the new file first gets a name that says "finished", and whatever is left to do then is done at the
 * next opening.
 */
import { existsSync, linkSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { flushFile } from './flush-file'

export const databaseFileName = 'griot.sqlite'

const finished = /^griot\.sqlite\.finished-(\d+)$/

/** Nothing may have the database open. `draft` is whole, in the data folder. Returns where the former one is; null: none. */
export function replaceDatabase(dataDir: string, draft: string, now: number): string | null {
  flushFile(draft)
  renameSync(draft, join(dataDir, `${databaseFileName}.finished-${now}`))
  flushFile(dataDir)
  finishReplacement(dataDir)
  const former = setAsideName(dataDir, now)
  return existsSync(former) ? former : null
}

export const isReplacementLeft = (dataDir: string): boolean => finishedIn(dataDir) !== undefined

const finishedIn = (dataDir: string): string | undefined => readdirSync(dataDir).find((entry) => finished.test(entry))

/** Nothing may have the database open. Every step can be done again. */
export function finishReplacement(dataDir: string): void {
  const name = finishedIn(dataDir)
  if (name === undefined) return
  const now = Number(finished.exec(name)?.[1])
  const target = join(dataDir, databaseFileName)
  const aside = setAsideName(dataDir, now)
  if (existsSync(target) && !existsSync(aside)) keepAs(target, aside)
  // a journal of the former file would be taken for the new one's
  if (existsSync(`${target}-wal`)) renameSync(`${target}-wal`, `${aside}-wal`)
  for (const suffix of ['-shm', '-journal']) rmSync(target + suffix, { force: true })
  renameSync(join(dataDir, name), target)
  flushFile(dataDir)
}

function setAsideName(dataDir: string, now: number): string {
  return join(dataDir, `${databaseFileName}.set-aside-${now}`)
}

/** A second name where the file system has them (the file then never lacks the first), else a move. */
function keepAs(target: string, aside: string): void {
  try {
    linkSync(target, aside)
  } catch {
    renameSync(target, aside)
  }
}
