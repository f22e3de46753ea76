/**
 * The text of the shown recipient while a person types: the same functions as core's, on the same row, at once. Core's own
 * answer follows and replaces it.
 */
import type { MessagePreview } from '@shared/contract/drafts'
import { costlyCharacters, measureText, splitSegments, toSmsText, transliterate } from '@shared/domain/segment'
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
  const rendered = bound.render(preview.values)
  const text = message.transliterate ? transliterate(rendered.text) : toSmsText(rendered.text)
  const { encoding, units, remaining, segments, perSegment } = measureText(text)
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
    missing: rendered.missing,
  }
}
