/** The rows of a draft that cannot be used, bad numbers and duplicates, as a CSV file: cells as they were, with the reason. */
import { excludedWord, problemWord } from '@shared/sentences/sentence'
import type { CoreContext } from '../context'
import { writeCsv } from '../exports/write-csv'
import { appendAudit } from '../storage/audit'
import { readDraft } from '../storage/draft'
import { nextRecipients } from '../storage/recipient'
import { readySources, type StoredSource } from '../storage/recipient-source'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { holderElsewhere } from './list-recipients'
import { draftColumns, type DraftColumn } from './message-text'

const step = 400
const headings = {
  fr: { source: 'Source', line: 'Ligne', number: 'Numéro lu', reason: 'Raison' },
  en: { source: 'Source', line: 'Line', number: 'Number read', reason: 'Reason' },
} as const

/** Returns the number of rows written. Throws AppError file_write_failed, disk_full. */
export async function exportProblems(context: CoreContext, request: { id: number; path: string }): Promise<number> {
  const { db, clock, actor } = context
  const draft = readDraft(db, request.id)
  const sources = readySources(db, request.id)
  const columns = draftColumns(draft, sources)
  const language = context.settings().language === 'en' ? 'en' : 'fr'
  const words = headings[language]
  const written = await writeCsv(request.path, {
    columns: [...columns.map(({ heading }) => heading), words.source, words.line, words.number, words.reason],
    rows: problemRows(context, { sources, columns, language }),
  })
  appendAudit(db, {
    at: clock.now(),
    actor,
    action: 'draft.exportProblems',
    subject: `campaign ${request.id}`,
    detail: { rows: written },
  })
  return written
}

interface Table {
  readonly sources: readonly StoredSource[]
  readonly columns: readonly DraftColumn[]
  readonly language: 'fr' | 'en'
}

async function* problemRows(
  context: CoreContext,
  { sources, columns, language }: Table,
): AsyncGenerator<readonly string[]> {
  const words = headings[language]
  for (const source of sources) {
    for (const status of ['invalid', 'duplicate'] as const) {
      let after = 0
      for (;;) {
        const page = nextRecipients(context.db, { source: source.id, status, after, limit: step })
        const last = page.at(-1)
        if (last === undefined) break
        after = last.id
        for (const row of page) {
          const elsewhere = holderElsewhere(context.db, row, sources)
          const place = `${words.line.toLowerCase()} ${row.duplicateOf ?? ''}${elsewhere === null ? '' : `, ${elsewhere}`}`
          const duplicate = `${excludedWord('duplicate', language)} (${place})`
          const reason = row.reason === null ? duplicate : problemWord(row.reason, language)
          const cells = columns.map(({ position }) => row.values[position] ?? '')
          yield [...cells, source.reading.label, String(row.line), row.rawPhone, reason]
        }
        await yieldToEventLoop()
      }
    }
  }
}
