/** Messages as a table for Excel, read page by page so that a million rows hold up nothing. */
import type { MessageRow } from '@shared/contract/campaigns'
import type { MessageState } from '@shared/domain/message'
import { idCell, phoneCell } from '@shared/domain/spreadsheet-cell'
import { errorSentence, messageStateWord } from '@shared/sentences/sentence'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { exportLanguage, exportTime } from '../exports/export-language'
import { writeCsv } from '../exports/write-csv'
import { appendAudit } from '../storage/audit'
import { campaignById } from '../storage/campaign'
import { messagesByIds, sliceOfMessages } from '../storage/message'
import { allMessageIds, type MessageQuery } from '../storage/message-list'

const sliceSize = 200
const headings = {
  fr: [
    'Campagne',
    'Compte',
    'Ligne',
    'Numéro',
    'Nom',
    'Texte',
    'Encodage',
    'Segments',
    'État',
    'Tentatives',
    'Référence',
    'Statut de la passerelle',
    'Erreur',
    'Envoyé le',
    'Mis à jour le',
  ],
  en: [
    'Campaign',
    'Account',
    'Line',
    'Number',
    'Name',
    'Text',
    'Encoding',
    'Segments',
    'State',
    'Attempts',
    'Reference',
    'Gateway status',
    'Error',
    'Sent at',
    'Updated at',
  ],
} as const

/** Returns the number of rows. Throws AppError unknown_campaign, file_*, disk_full. */
export async function exportCampaign(
  context: CoreContext,
  input: { id: number; path: string; states: readonly MessageState[] },
): Promise<number> {
  const { db } = context
  campaignById(db, input.id)
  const slices = async function* (): AsyncGenerator<readonly MessageRow[]> {
    for (let afterId = 0; ;) {
      const slice = sliceOfMessages(db, { campaignId: input.id, afterId, states: input.states, limit: sliceSize })
      const last = slice.at(-1)
      if (last === undefined) return
      afterId = last.id
      yield slice
      await yieldToEventLoop()
    }
  }
  return writeMessages(context, {
    path: input.path,
    slices: slices(),
    action: 'campaign.export',
    subject: `campaign ${input.id}`,
  })
}

/** Everything that the filter shows, in its order. */
export async function exportHistory(
  context: CoreContext,
  input: { query: MessageQuery; path: string },
): Promise<number> {
  const { db } = context
  const slices = async function* (): AsyncGenerator<readonly MessageRow[]> {
    for (const ids of allMessageIds(db, input.query)) {
      for (let start = 0; start < ids.length; start += sliceSize) {
        yield messagesByIds(db, ids.slice(start, start + sliceSize))
        await yieldToEventLoop()
      }
    }
  }
  return writeMessages(context, { path: input.path, slices: slices(), action: 'history.export', subject: '' })
}

interface Export {
  readonly path: string
  readonly slices: AsyncGenerator<readonly MessageRow[]>
  readonly action: 'campaign.export' | 'history.export'
  readonly subject: string
}

async function writeMessages(context: CoreContext, { path, slices, action, subject }: Export): Promise<number> {
  const { db, clock, actor } = context
  const language = exportLanguage(context.settings())
  const rows = async function* (): AsyncGenerator<readonly string[]> {
    for await (const slice of slices) {
      for (const row of slice) {
        yield [
          row.campaign,
          row.account ?? '',
          linesCell(row),
          phoneCell(row.phone),
          row.name ?? '',
          row.text,
          row.encoding,
          String(row.segments),
          messageStateWord(row.state, language),
          String(row.attempts),
          idCell(row.gatewayMessageId ?? ''),
          row.gatewayStatus ?? '',
          row.error === null ? '' : errorSentence(row.error, language),
          exportTime(row.acceptedAt),
          exportTime(row.updatedAt),
        ]
      }
    }
  }
  const written = await writeCsv(path, { columns: headings[language], rows: rows() })
  appendAudit(db, { at: clock.now(), actor, action, subject, detail: { rows: written } })
  return written
}

/** The row in its source, and further ones that the message stands for, with their file where it is another one. */
function linesCell({ line, joinedLines }: Pick<MessageRow, 'line' | 'joinedLines'>): string {
  const others = joinedLines.map((other) =>
    other.source === undefined ? String(other.line) : `${other.line} (${other.source})`,
  )
  return [...(line === null ? [] : [String(line)]), ...others].join(', ')
}
