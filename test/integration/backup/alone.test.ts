/** What another live process has open is not replaced, and what is being replaced is not opened. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backupHandlers } from '@core/backup/backup'
import { restoreBackup } from '@core/backup/restore-backup'
import { startAnew } from '@core/backup/start-anew'
import { closeDatabase, databaseFileName, openDatabase } from '@core/storage/open'
import { claimAlone } from '@core/storage/open-mark'
import { AppError, type WireError } from '@shared/errors'
import { errorSentence } from '@shared/sentences/sentence'
import { createTestContext } from '../../helpers/core-context'

let dataDir: string
let backup: string
let other: ChildProcess
const now = Date.UTC(2026, 10, 22)

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'griot-alone-'))
  backup = join(dataDir, 'copy.sqlite')
  const db = openDatabase({ dataDir, now })
  db.prepare('VACUUM INTO ?').run(backup)
  closeDatabase(db, dataDir)
  other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])
})
afterEach(() => {
  other.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

function refusal(act: () => unknown): WireError | null {
  try {
    act()
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.toWire()
  }
}
const mark = (name: string, sign = '') => writeFileSync(join(dataDir, name), sign)
const names = () => readdirSync(dataDir).filter((name) => !/-(?:wal|shm)$/.test(name))
const otherEnds = () =>
  new Promise((resolve) => {
    other.once('exit', resolve)
    other.kill('SIGKILL')
  })

describe('a database that another process has open', () => {
  it.each([
    ['restored', () => restoreBackup({ dataDir, path: backup, now, actor: 'window' })],
    ['set aside', () => startAnew({ dataDir, now })],
  ])(
    'is not %s; the sentence says which process and which folder, and it works once that has ended',
    async (_, act) => {
      mark(`.open-${other.pid}`)
      const before = [names(), readFileSync(join(dataDir, databaseFileName))]
      const error = refusal(act)
      expect(error).toMatchObject({ kind: 'busy', code: 'data_in_use' })
      for (const language of ['fr', 'en'] as const) {
        const sentence = error && errorSentence(error, language)
        expect(sentence).toContain(String(other.pid))
        expect(sentence).toContain(dataDir)
      }
      expect([names(), readFileSync(join(dataDir, databaseFileName))]).toEqual(before)
      await otherEnds()
      expect(refusal(act)).toBeNull()
    },
  )

  it('is not written over by a restore in a running program either', async () => {
    const context = createTestContext({ dataDir })
    mark(`.open-${other.pid}`)
    await expect(backupHandlers(context)['backup.restore']({ path: backup })).rejects.toThrow('data_in_use')
    expect(names().filter((name) => /set-aside|restoring|replacing/.test(name))).toEqual([])
    await otherEnds()
    await backupHandlers(context)['backup.restore']({ path: backup })
    context.close()
  })

  it('is restored once at a time', () => {
    const claim = claimAlone(dataDir)
    const act = () => restoreBackup({ dataDir, path: backup, now, actor: 'window' })
    expect(refusal(act)?.code).toBe('data_replaced')
    claim.release()
    expect(refusal(act)).toBeNull()
  })

  it('is replaced where its mark is of a process whose number another one has now', () => {
    mark(`.open-${other.pid}`, '99999999999 of an earlier start of this computer')
    expect(refusal(() => restoreBackup({ dataDir, path: backup, now, actor: 'window' }))).toBeNull()
  })
})

describe('a database that another process replaces', () => {
  it('is not opened, and leaves no mark behind', async () => {
    mark(`.replacing-${other.pid}`)
    expect(refusal(() => openDatabase({ dataDir, now }))).toMatchObject({ kind: 'busy', code: 'data_replaced' })
    expect(names()).not.toContain(`.open-${process.pid}`)
    expect(refusal(() => startAnew({ dataDir, now }))?.code).toBe('data_in_use')
    await otherEnds()
    closeDatabase(openDatabase({ dataDir, now }), dataDir)
  })

  it('by a power cut in the middle is finished by one process, not by two', () => {
    writeFileSync(join(dataDir, `${databaseFileName}.finished-5`), readFileSync(backup))
    mark(`.open-${other.pid}`)
    expect(refusal(() => openDatabase({ dataDir, now }))?.code).toBe('data_in_use')
    expect(names()).toContain(`${databaseFileName}.finished-5`)
  })
})
