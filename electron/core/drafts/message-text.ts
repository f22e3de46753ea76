/**
 * One recipient's text, as it is shown, billed and sent: preview, bill and planning all come through here, so they cannot
 * differ.
 */
import { measureText, toSmsText, transliterate, type TextMeasure } from '@shared/domain/segment'
import { bindTemplate, parseTemplate, tokenizeTemplate, type BoundPlaceholder } from '@shared/domain/template'
import { AppError } from '@shared/errors'
import type { Draft } from '../storage/draft'
import type { StoredSource } from '../storage/recipient-source'

export interface MessageText {
  readonly text: string
  readonly measure: TextMeasure
  /** Headings that are empty for this recipient and have no fallback. */
  readonly missing: readonly string[]
}

export interface TextWriter {
  readonly placeholders: readonly BoundPlaceholder[]
  /** @param values in the order of the draft's stored columns */
  write(values: readonly string[]): MessageText
}

export interface TextChoices {
  readonly template: string
  readonly transliterate: boolean
}

/** A heading of the draft and where its values stand in a recipient's row. */
export interface DraftColumn {
  readonly heading: string
  readonly position: number
}

/** The headings that the draft's present sources have, in the order of the stored columns. */
export function draftColumns(draft: Pick<Draft, 'columns'>, sources: readonly StoredSource[]): DraftColumn[] {
  const used = new Set(sources.flatMap(({ reading }) => reading.positions))
  return draft.columns.flatMap((heading, position) => (used.has(position) ? [{ heading, position }] : []))
}

/** Throws AppError template_empty, template_too_long, template_syntax, template_filter_unknown, template_column_unknown. */
export function textWriter(choices: TextChoices, columns: readonly DraftColumn[]): TextWriter {
  if (choices.template.trim() === '') throw new AppError('template_empty')
  const parsed = parseTemplate(choices.template)
  if (!parsed.ok) {
    const { code, line, column, params } = parsed.error
    const place = { ...params, line, column }
    if (code === 'template_too_long') throw new AppError('template_too_long', place)
    if (code === 'unknown_filter') throw new AppError('template_filter_unknown', place)
    throw new AppError('template_syntax', { ...place, detail: code })
  }
  const bound = bindTemplate(
    parsed.template,
    columns.map(({ heading }) => heading),
  )
  if (!bound.ok) {
    const { heading, suggestion } = bound.error
    throw new AppError('template_column_unknown', {
      heading,
      ...(suggestion === null ? {} : { suggestion }),
      ...placeOfHeading(choices.template, heading),
    })
  }
  const inPlace = columns.every(({ position }, index) => position === index)
  const inColumns = (values: readonly string[]): readonly string[] =>
    inPlace ? values : columns.map(({ position }) => values[position] ?? '')
  return {
    placeholders: bound.placeholders,
    write(values) {
      const rendered = bound.render(inColumns(values))
      const text = choices.transliterate ? transliterate(rendered.text) : toSmsText(rendered.text)
      return { text, measure: measureText(text), missing: rendered.missing }
    },
  }
}

function placeOfHeading(template: string, heading: string): { line: number; column: number } | Record<string, never> {
  const token = tokenizeTemplate(template).find(
    (candidate) =>
      (candidate.kind === 'placeholder' && candidate.heading === heading) ||
      (candidate.kind === 'tag' && candidate.headings.includes(heading)),
  )
  if (token === undefined) return {}
  const before = template.slice(0, token.start)
  return { line: before.split('\n').length, column: token.start - before.lastIndexOf('\n') }
}
