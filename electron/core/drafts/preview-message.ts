/**
 * One recipient's message as it will be sent: by position, the longest, or the next with a missing value. Positions count
 * the recipients that would be sent to, in the order in which they will be planned.
 */
import type { MessagePreview } from '@shared/contract/drafts'
import type { previewTarget } from '@shared/contract/drafts'
import type { z } from '@shared/contract/schema'
import { costlyCharacters, splitSegments } from '@shared/domain/segment'
import type { CoreContext } from '../context'
import { todayOf } from '../today'
import { readDraft } from '../storage/draft'
import { readySources } from '../storage/recipient-source'
import { draftColumns, readingsOf, textSetting, textWriter, type DraftColumn, type TextChoices } from './message-text'
import type { SendableIndex, SendableIndexes } from './sendable-index'
import { walkRecipients, type Walk, type Walked } from './walk-recipients'

type Target = z.infer<typeof previewTarget>

export interface PreviewRequest extends TextChoices {
  readonly id: number
  readonly target: Target
}

export interface Found {
  readonly walked: Walked
  readonly index: number
}

/** Null when no recipient matches. Throws AppError template_*. */
export async function previewMessage(
  context: CoreContext,
  indexes: SendableIndexes,
  request: PreviewRequest,
): Promise<MessagePreview | null> {
  const { db } = context
  const draft = { ...readDraft(db, request.id), transliterate: request.transliterate }
  const sources = readySources(db, request.id)
  const columns = draftColumns(draft, sources)
  const walk: Walk = { draft, sources, writer: textWriter(request, textSetting(context, draft, sources)) }
  const index = await indexes.find(context, walk, request.template)
  const found = await find(context, walk, { index, target: request.target })
  return found === null ? null : toPreview(found, { columns, total: index.total, today: todayOf(context) })
}

function find(
  context: CoreContext,
  walk: Walk,
  { index, target }: { index: SendableIndex; target: Target },
): Promise<Found | null> {
  switch (target.kind) {
    case 'index':
      return findPosition(context, walk, { index, position: target.index })
    case 'longest':
      return findLongest(context, walk)
    case 'missing':
      return findMissing(context, walk, { after: target.after, afterRecipientId: target.afterRecipientId ?? null })
  }
}

async function findPosition(
  context: CoreContext,
  walk: Walk,
  wanted: { index: SendableIndex; position: number },
): Promise<Found | null> {
  const { index, position } = wanted
  const mark = [...index.marks].reverse().find((candidate) => candidate.index <= position)
  if (mark === undefined || position >= index.total) return null
  let at = mark.index
  for await (const page of walkRecipients(context, { ...walk, from: mark })) {
    for (const walked of page) {
      if (walked.verdict !== 'send') continue
      if (at === position) return { walked, index: at }
      at += 1
    }
  }
  return null
}

async function findLongest(context: CoreContext, walk: Walk): Promise<Found | null> {
  let longest: Found | null = null
  let at = 0
  for await (const page of walkRecipients(context, walk)) {
    for (const walked of page) {
      if (walked.verdict !== 'send') continue
      if (longest === null || isLonger(walked, longest.walked)) longest = { walked, index: at }
      at += 1
    }
  }
  return longest
}

export function isLonger(left: Walked, right: Walked): boolean {
  const a = left.message.measure
  const b = right.message.measure
  return a.segments > b.segments || (a.segments === b.segments && a.units > b.units)
}

/** Who has a missing value is not sent to: the position is the one that the recipient would have. */
async function findMissing(
  context: CoreContext,
  walk: Walk,
  start: { after: number; afterRecipientId: number | null },
): Promise<Found | null> {
  let at = 0
  let isPast = start.afterRecipientId === null
  for await (const page of walkRecipients(context, walk)) {
    for (const walked of page) {
      const { verdict, recipient } = walked
      if (isPast && verdict === 'emptyField' && (start.afterRecipientId !== null || at > start.after))
        return { walked, index: at }
      if (recipient.id === start.afterRecipientId) isPast = true
      if (verdict === 'send') at += 1
    }
  }
  return null
}

interface Shown {
  readonly columns: readonly DraftColumn[]
  readonly total: number
  readonly today: string
}

export function toPreview({ walked, index }: Found, { columns, total, today }: Shown): MessagePreview {
  const { recipient, message, source, readAs, joinedLines } = walked
  const positions = columns.map(({ position }) => position)
  const { encoding, units, remaining, segments, perSegment } = message.measure
  return {
    index,
    total,
    recipientId: recipient.id,
    line: recipient.line,
    phone: recipient.phone,
    name: recipient.name,
    values: positions.map((position) => recipient.values[position] ?? ''),
    typed: recipient.typed === undefined ? null : positions.map((position) => recipient.typed?.[position] ?? null),
    readings: readAs === null ? null : (readingsOf(source, positions) ?? null),
    today,
    joinedLines,
    text: message.text,
    encoding,
    units,
    remaining,
    segments,
    perSegment,
    parts: splitSegments(message.text),
    costly: costlyCharacters(message.text).map(({ char, replacement, count }) => ({ char, replacement, count })),
    missing: message.missing,
  }
}
