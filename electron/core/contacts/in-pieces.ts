/**
 * Work on many rows in short transactions, with a record to undo it by. Between two transactions everything else runs;
 * a cancelled job stops there, and what was done until then counts and can be undone.
 */
import type { AuditAction, AuditDetailKey } from '@shared/domain/audit'
import type { Undoable } from '@shared/contract/contacts'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import type { Job } from '../jobs'
import { appendAudit } from '../storage/audit'
import { keepRemoved, keepRemovedPart, type RemovedKind } from '../storage/removed-record'

/** Rows of one transaction: a few milliseconds of work, and one write to the disk. */
export const pieceSize = 200

export interface PieceWork<Piece> {
  /** What can be undone: the record's kind, and what its parts share. */
  readonly kind: RemovedKind
  readonly payload?: unknown
  readonly pieces: Iterable<readonly Piece[]>
  readonly total: number
  /** Does one piece within a transaction; returns what undo needs, one row for each thing that changed. */
  readonly change: (piece: readonly Piece[]) => readonly (string | Readonly<Record<string, unknown>>)[]
  readonly audit: {
    readonly action: AuditAction
    readonly subject?: string
    readonly counted: AuditDetailKey
  }
}

export async function changeInPieces<Piece>(
  { db, clock, actor }: CoreContext,
  job: Job,
  { kind, payload = {}, pieces, total, change, audit }: PieceWork<Piece>,
): Promise<Undoable> {
  let count = 0
  let done = 0
  let undoId: number | null = null
  try {
    for (const piece of pieces) {
      if (piece.length > 0) {
        const rows = db
          .transaction(() => {
            const changed = change(piece)
            if (changed.length === 0) return changed
            undoId ??= keepRemoved(db, kind, payload, clock.now())
            keepRemovedPart(db, undoId, changed)
            return changed
          })
          .immediate()
        count += rows.length
        done += piece.length
        job.progress(done, total)
      }
      await yieldToEventLoop()
      if (job.signal.aborted) break
    }
  } finally {
    const { action, subject = '', counted } = audit
    appendAudit(db, { at: clock.now(), actor, action, subject, detail: { [counted]: count } })
  }
  return { count, undoId }
}
