/** Puts messages in a state that a test starts from, past the ledger: no event, counts recounted. */
import { messageStates, type MessageState } from '@shared/domain/message'
import type { Db } from '@core/storage/open'

/** `where`: SQL condition on `message`. */
export function forceMessages(db: Db, state: MessageState, where: string): void {
  db.transaction(() => {
    db.exec('INSERT INTO message_moving (only) VALUES (1)')
    db.prepare(`UPDATE message SET state = ? WHERE ${where}`).run(state)
    db.exec('DELETE FROM message_moving')
    const recount = db.prepare(
      `UPDATE message_count SET (messages, segments) = (
         SELECT count(*), coalesce(sum(message.segments), 0) FROM message
         WHERE message.campaign_id = message_count.campaign_id AND message.state = message_count.state)
       WHERE state = ?`,
    )
    for (const each of messageStates) recount.run(each)
  })()
}
