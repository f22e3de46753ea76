/**
 * The second half of an import that was committed: its rows move into contacts or opt-outs, in transactions short enough
 * that nobody waits for them. A crash changes nothing: it goes on where it stopped.
 */
import { join } from 'node:path'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { groupByName, saveGroup } from '../storage/contact-group'
import {
  endImport,
  moveContacts,
  moveOptOuts,
  openImportMover,
  type Moved,
  type OpenImport,
} from '../storage/contact-import'
import { removeStage, waitingRows } from '../storage/import-stage'
import { keepJournalShort } from '../storage/journal'

type CommittedImport = Omit<OpenImport, 'committed' | 'processId'>

/** Throws what storage throws; the import can then be finished later. */
export async function finishImport(
  context: CoreContext,
  work: CommittedImport,
  onMoved: (rows: number) => void = () => undefined,
): Promise<Moved> {
  const { db, dataDir, clock } = context
  const { id, target, groupName, reason } = work
  const path = join(dataDir, work.file)
  const groupId =
    groupName === null ? null : (groupByName(db, groupName)?.id ?? saveGroup(db, { name: groupName }, clock.now()))
  const mover = openImportMover(dataDir)
  const journal = keepJournalShort(mover, dataDir)
  const sums = { added: 0, updated: 0, optedOut: 0 }
  let done = work.moved
  try {
    for await (const rows of waitingRows(path, work.moved)) {
      const step = { importId: id, rows, now: clock.now() }
      const move = (): Moved =>
        target === 'contacts' ? moveContacts(mover, { ...step, groupId }) : moveOptOuts(mover, { ...step, reason })
      const moved = mover.transaction(move).immediate()
      for (const key of ['added', 'updated', 'optedOut'] as const) sums[key] += moved[key]
      done += rows.length
      onMoved(done)
      await journal.written(rows.length)
      await yieldToEventLoop()
    }
  } finally {
    await journal.close()
    mover.close()
  }
  endImport(db, id)
  removeStage(path)
  return sums
}
