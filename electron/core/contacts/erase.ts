/**
 * Erasing a person from everything that this database holds: contact, memberships, recipients, texts, names, timelines,
 * what could be undone, what is being imported. What stays:
 * - the messages as rows without number, name or text, so that counts and costs of the past stay true;
 * - the number in opt_out, alone with its date: without it, the next import would bring the person back and write to them;
 * - the number and the date in erasure, also where the opt-out is removed: without them, an older backup would bring them back.
 * Backups are written anew by backup/erase-from-backups.ts; encrypted ones and other files still hold the person.
 */
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { erasePhone } from '../storage/erase'
import { mergeSearchIndex } from '../storage/message-search'
import { yieldToEventLoop } from '../yield-to-event-loop'

/** `phone` is E.164. Messages that wait to be sent to it are cancelled first. */
export async function erasePerson(context: CoreContext, phone: string): Promise<{ readonly messages: number }> {
  const { db, clock, actor } = context
  await Promise.resolve()
  const messages = db
    .transaction(() => {
      const erased = erasePhone(db, phone, clock.now())
      appendAudit(db, { at: clock.now(), actor, action: 'person.erase', subject: '', detail: { messages: erased } })
      return erased
    })
    .immediate()
  // words of what was removed before wait in the text index to be merged
  mergeSearchIndex(db, 'begin')
  while (mergeSearchIndex(db, 'go on')) await yieldToEventLoop()
  // freed pages are overwritten (storage/open.ts); the journal holds them until it is cut
  db.pragma('wal_checkpoint(TRUNCATE)')
  return { messages }
}
