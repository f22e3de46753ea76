/**
 * Erasing a person from everything that this database holds: contact, memberships, recipients, texts, names, timelines,
 * what could be undone, what is being imported. What stays:
 * - the messages as rows without number, name or text, so that counts and costs of the past stay true;
 * - the number in opt_out, alone with its date: without it, the next import would bring the person back and write to them.
 * Backups and files made before still hold the person; they age out or are the keeper's to delete.
 */
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { erasePhone } from '../storage/erase'

/** `phone` is E.164. Messages that wait to be sent to it are cancelled first. */
export async function erasePerson(context: CoreContext, phone: string): Promise<{ readonly messages: number }> {
  const { db, clock, actor } = context
  await Promise.resolve()
  // overwrites freed pages with zeros, so that the person is not left in the file's gaps
  db.pragma('secure_delete = ON')
  try {
    const messages = db
      .transaction(() => {
        const erased = erasePhone(db, phone, clock.now())
        appendAudit(db, { at: clock.now(), actor, action: 'person.erase', subject: '', detail: { messages: erased } })
        return erased
      })
      .immediate()
    db.pragma('wal_checkpoint(TRUNCATE)')
    return { messages }
  } finally {
    db.pragma('secure_delete = OFF')
  }
}
