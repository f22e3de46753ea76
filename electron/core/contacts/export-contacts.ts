/** Contacts as a table for Excel that Griot's own import reads back: number, name, groups, opt-out, own fields. */
import type { ContactRow, ContactSelection } from '@shared/contract/contacts'
import { phoneCell } from '@shared/domain/spreadsheet-cell'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { exportLanguage } from '../exports/export-language'
import { writeCsv } from '../exports/write-csv'
import type { Job } from '../jobs'
import { appendAudit } from '../storage/audit'
import { contactsByIds } from '../storage/contact'
import { piecesOf } from '../storage/pieces-of'
import { pieceSize } from './in-pieces'
import { selectedContacts } from './list-contacts'

const words = {
  fr: { headings: ['Numéro', 'Nom', 'Groupes', 'Désinscrit'], yes: 'oui' },
  en: { headings: ['Number', 'Name', 'Groups', 'Opted out'], yes: 'yes' },
} as const

/** Returns the number of contacts. Throws AppError file_*, disk_full, cancelled. */
export async function exportContacts(
  context: CoreContext,
  { selection, path }: { readonly selection: ContactSelection; readonly path: string },
  job: Job,
): Promise<number> {
  const { db, clock, actor } = context
  const { headings, yes } = words[exportLanguage(context.settings())]
  const ids = await selectedContacts(db, selection)
  const slices = async function* (progress: (done: number) => void): AsyncGenerator<readonly ContactRow[]> {
    let done = 0
    for (const piece of piecesOf(ids, pieceSize)) {
      yield contactsByIds(db, piece)
      done += piece.length
      progress(done)
      await yieldToEventLoop(job.signal)
    }
  }
  // once for the headings, once for the rows: fields differ from contact to contact
  const own = new Set<string>()
  for await (const slice of slices((done) => job.progress(done, ids.length * 2))) {
    for (const contact of slice) for (const heading of Object.keys(contact.fields)) own.add(heading)
  }
  const rows = async function* (): AsyncGenerator<readonly string[]> {
    for await (const slice of slices((done) => job.progress(ids.length + done, ids.length * 2))) {
      for (const contact of slice) {
        const values = new Map(Object.entries(contact.fields))
        yield [
          phoneCell(contact.phone),
          contact.name,
          contact.groups.join(', '),
          contact.optedOut ? yes : '',
          ...[...own].map((heading) => values.get(heading) ?? ''),
        ]
      }
    }
  }
  const written = await writeCsv(path, { columns: [...headings, ...own], rows: rows(), signal: job.signal })
  appendAudit(db, { at: clock.now(), actor, action: 'contacts.export', subject: '', detail: { contacts: written } })
  return written
}
