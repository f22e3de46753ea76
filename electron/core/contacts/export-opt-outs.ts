/** Opt-outs as a table for Excel, to hand to another computer or a gateway: Griot's own import reads it back. */
import type { OptOutRow } from '@shared/contract/contacts'
import { phoneCell } from '@shared/domain/spreadsheet-cell'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { exportLanguage, exportTime } from '../exports/export-language'
import { writeCsv } from '../exports/write-csv'
import type { Job } from '../jobs'
import { appendAudit } from '../storage/audit'
import { optOutsOf } from '../storage/opt-out'
import { piecesOf } from '../storage/pieces-of'
import { pieceSize } from './in-pieces'

const words = {
  fr: {
    headings: ['Numéro', 'Nom', 'Raison', 'Depuis', 'Origine'],
    sources: { person: 'Saisie', import: 'Import', erase: 'Effacement' },
  },
  en: {
    headings: ['Number', 'Name', 'Reason', 'Since', 'Origin'],
    sources: { person: 'Typed', import: 'Import', erase: 'Erasure' },
  },
} as const satisfies Record<string, { headings: readonly string[]; sources: Record<OptOutRow['source'], string> }>

/** Returns the number of rows. Throws AppError file_*, disk_full, cancelled. */
export async function exportOptOuts(
  context: CoreContext,
  phones: readonly string[],
  { path, job }: { readonly path: string; readonly job: Job },
): Promise<number> {
  const { db, clock, actor } = context
  const { headings, sources } = words[exportLanguage(context.settings())]
  const rows = async function* (): AsyncGenerator<readonly string[]> {
    let done = 0
    for (const piece of piecesOf(phones, pieceSize)) {
      for (const { phone, name, reason, createdAt, source } of optOutsOf(db, piece))
        yield [phoneCell(phone), name ?? '', reason, exportTime(createdAt), sources[source]]
      done += piece.length
      job.progress(done, phones.length)
      await yieldToEventLoop(job.signal)
    }
  }
  const written = await writeCsv(path, { columns: headings, rows: rows(), signal: job.signal })
  appendAudit(db, { at: clock.now(), actor, action: 'optOuts.export', subject: '', detail: { numbers: written } })
  return written
}
