/** Contacts as a table for Excel that Griot's own import reads back: number, name, groups, opt-out, own fields. */
import type { ContactFilter, ContactRow } from '@shared/contract/contacts'
import { phoneCell } from '@shared/domain/spreadsheet-cell'
import type { CoreContext } from '../context'
import { breathe } from '../drafts/breathe'
import { exportLanguage } from '../exports/export-language'
import { writeCsv } from '../exports/write-csv'
import { appendAudit } from '../storage/audit'
import { contactsByIds } from '../storage/contact'
import type { Db } from '../storage/open'
import { shownContacts } from './list-contacts'

const sliceSize = 500
const words = {
  fr: { headings: ['Numéro', 'Nom', 'Groupes', 'Désinscrit'], yes: 'oui' },
  en: { headings: ['Number', 'Name', 'Groups', 'Opted out'], yes: 'yes' },
} as const

/** Returns the number of contacts. Throws AppError file_*, disk_full. */
export async function exportContacts(
  context: CoreContext,
  { filter, path }: { filter: ContactFilter; path: string },
): Promise<number> {
  const { db, clock, actor } = context
  const { headings, yes } = words[exportLanguage(context.settings())]
  const ids = await shownContacts(db, filter)
  // once for the headings, once for the rows: fields differ from contact to contact
  const own = new Set<string>()
  for await (const slice of slicesOf(db, ids)) {
    for (const contact of slice) for (const heading of Object.keys(contact.fields)) own.add(heading)
  }
  const rows = async function* (): AsyncGenerator<readonly string[]> {
    for await (const slice of slicesOf(db, ids)) {
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
  const written = await writeCsv(path, { columns: [...headings, ...own], rows: rows() })
  appendAudit(db, { at: clock.now(), actor, action: 'contacts.export', subject: '', detail: { contacts: written } })
  return written
}

async function* slicesOf(db: Db, ids: readonly number[]): AsyncGenerator<readonly ContactRow[]> {
  for (let start = 0; start < ids.length; start += sliceSize) {
    yield contactsByIds(db, ids.slice(start, start + sliceSize))
    await breathe()
  }
}
