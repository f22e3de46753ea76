/** Corrects one recipient's number in place: it becomes valid, or a duplicate of a row that has the number already. */
import { rowFaults } from '@shared/contract/reading-report'
import { parsePhoneNumber } from '@shared/domain/phone-number'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { requireCountry } from '../recipients/classify/require-country'
import { appendAudit } from '../storage/audit'
import { readDraft, touchDraft } from '../storage/draft'
import {
  fixRecipientRow,
  handOverNumber,
  lineOfNumber,
  recipientById,
  type StoredRecipient,
} from '../storage/recipient'
import type { Db } from '../storage/open'
import { forgetLostCorrections, putCorrection } from '../storage/recipient-correction'
import { readySources, saveReading, type StoredSource } from '../storage/recipient-source'

/**
 * @throws AppError phone_invalid with `reason` (a ProblemReason) and, where there is one, `suggestion`; usage where the row
 * is none of the draft's
 */
export function fixRecipient(context: CoreContext, fix: { id: number; recipientId: number; phone: string }): void {
  const { db, clock, actor } = context
  const draft = readDraft(db, fix.id)
  const raw = fix.phone.trim()
  const parsed = parsePhoneNumber(raw, requireCountry(draft.country), { migrate: draft.migrate ? 'apply' : 'offer' })
  if (!parsed.ok) {
    const { proposal } = parsed.params
    throw new AppError('phone_invalid', {
      phone: raw,
      reason: parsed.reason,
      ...(proposal === undefined ? {} : { suggestion: proposal }),
    })
  }
  db.transaction(() => {
    touchDraft(db, draft.id, clock.now())
    const recipient = recipientById(db, fix.recipientId)
    const source = readySources(db, draft.id).find(({ id }) => id === recipient?.source)
    if (recipient === null || source === undefined)
      throw new AppError('usage', { detail: `recipient ${fix.recipientId}` })
    const { id, status, phone, reason } = recipient
    // another number would not put the row's other cells under their headings
    const fault = rowFaults.find((known) => known === reason)
    if (fault !== undefined) throw new AppError('phone_invalid', { phone: raw, reason: fault })
    const isSame = phone === parsed.e164
    // before the row has the number: what is written there now is no lost correction any more
    const told = tellsOfLost(source, recipient.line)
    const forgotten = told ? forgetLostCorrections(db, { source: source.id, line: recipient.line }) : 0
    // whoever had the same number takes the row's place before the row gets another
    if (status === 'valid' && phone !== null && !isSame) handOverNumber(db, draft.id, { id, phone })
    fixRecipientRow(db, {
      id,
      phone: parsed.e164,
      rawPhone: raw,
      duplicateOf:
        isSame && status === 'valid' ? null : lineOfNumber(db, { campaignId: draft.id, phone: parsed.e164, self: id }),
      migratedFrom: parsed.migrated?.from ?? null,
    })
    keepCorrection(db, source, recipient, raw)
    // of a list that changed, only the notice knows of it
    if (told) tellFewer(db, source, recipient.line, Math.max(1, forgotten))
    appendAudit(db, {
      at: clock.now(),
      actor,
      action: 'draft.fixRecipient',
      subject: `campaign ${draft.id}`,
      detail: { line: recipient.line },
    })
  }).immediate()
}

/** For the next reading of the source. */
function keepCorrection(db: Db, source: StoredSource, recipient: StoredRecipient, phone: string): void {
  const { reading } = source
  const { line, values } = recipient
  const written = recipient.written ?? recipient.rawPhone
  const cells = reading.columns.map((heading, index): [string, string] => [
    heading,
    values[reading.positions[index] ?? -1] ?? '',
  ])
  const { sheet, delimiter } = reading
  const row = { column: reading.mapping?.phone ?? 0, sheet, delimiter, cells, alone: null }
  putCorrection(db, source.id, { line, written, phone, row })
}

function tellsOfLost({ reading }: StoredSource, line: number): boolean {
  return reading.notices.some(({ code, lines }) => code === 'corrections_lost' && lines.includes(line))
}

/** What was told as lost on this line is done again. */
function tellFewer(db: Db, { id, reading }: StoredSource, line: number, done: number): void {
  const notices = reading.notices.flatMap((notice) => {
    if (notice.code !== 'corrections_lost') return [notice]
    const left = { ...notice, count: notice.count - done, lines: notice.lines.filter((lost) => lost !== line) }
    return left.count > 0 ? [left] : []
  })
  saveReading(db, id, { ...reading, notices })
}
