/** Copies what a campaign's sources held into a draft, row by row, in short transactions; they count once published. */
import type { CoreContext } from '../context'
import { copyRecipients } from '../storage/recipient'
import { copyCorrections } from '../storage/recipient-correction'
import { insertSource, originOfSource, touchSource, type StoredSource } from '../storage/recipient-source'
import { yieldToEventLoop } from '../yield-to-event-loop'

const step = 500

/** Returns the copies' ids, in the same order; they count for nothing before `publishSource`. */
export async function copySources(
  context: CoreContext,
  copying: {
    readonly sources: readonly StoredSource[]
    readonly draftId: number
  },
): Promise<number[]> {
  const { db, clock } = context
  const { sources, draftId } = copying
  const copies: number[] = []
  for (const { id: source, kind, reading } of sources) {
    const origin = originOfSource(db, source)
    const target = db
      .transaction(() => {
        const copied = insertSource(db, { campaignId: draftId, kind, reading, origin, now: clock.now() })
        copyCorrections(db, { source, target: copied })
        return copied
      })
      .immediate()
    copies.push(target)
    const copy = db.transaction((after: number) => {
      touchSource(db, target, clock.now())
      return copyRecipients(db, { source, target, campaignId: draftId, after, limit: step })
    })
    for (let after: number | null = 0; after !== null;) {
      after = copy.immediate(after)
      await yieldToEventLoop()
    }
  }
  return copies
}
