/**
 * The text of the shown recipient while a person types: the same functions as core's, on the same row, at once. Core's own
 * answer follows and replaces it.
 */
import type { MessagePreview } from '@shared/contract/drafts'
import { renderMessage } from '@shared/domain/message-rendering'
import { costlyCharacters, splitSegments } from '@shared/domain/segment'
import { bindTemplate, parseTemplate } from '@shared/domain/template'

export interface PreviewedMessage {
  readonly template: string
  readonly transliterate: boolean
  readonly columns: readonly string[]
}

/** Null where the text cannot be rendered (a mistake in it, an unknown column). */
export function renderPreview(preview: MessagePreview, message: PreviewedMessage): MessagePreview | null {
  const parsed = parseTemplate(message.template)
  if (!parsed.ok) return null
  const bound = bindTemplate(parsed.template, message.columns)
  if (!bound.ok) return null
  const { values, typed, readings, today } = preview
  const row = { values, typed: typed ?? undefined, readings: readings ?? undefined }
  const { text, measure, missing } = renderMessage(bound, row, { today, transliterate: message.transliterate })
  const { encoding, units, remaining, segments, perSegment } = measure
  return {
    ...preview,
    text,
    encoding,
    units,
    remaining,
    segments,
    perSegment,
    parts: splitSegments(text),
    costly: costlyCharacters(text).map(({ char, replacement, count }) => ({ char, replacement, count })),
    missing,
  }
}
