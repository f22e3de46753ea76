/**
 * One recipient's text, as it is shown, billed and sent: preview, bill and planning all come through here, so they cannot
 * differ.
 */
import type { CellValue, RowCells } from '@shared/domain/cell-value'
import type { ColumnReading } from '@shared/domain/column-reading'
import { renderMessage, type MessageText } from '@shared/domain/message-rendering'
import { bindTemplate, parseTemplate, tokenizeTemplate, type BoundPlaceholder } from '@shared/domain/template'
import type { Judgement } from '@shared/domain/template-condition'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import type { Draft } from '../storage/draft'
import type { StoredSource } from '../storage/recipient-source'
import { todayOf } from '../today'

export interface TextWriter {
  readonly placeholders: readonly BoundPlaceholder[]
  readonly conditions: readonly TextCondition[]
  /** Positions of the stored columns on which the text depends. */
  readonly columns: ReadonlySet<number>
  /** @param row cells in the order of the draft's stored columns @param source id of the row's source; null for no row */
  write(row: RowCells, source: number | null): MessageText
}

/** A condition of the text. */
export interface TextCondition {
  /** As it was written. */
  readonly source: string
  /** Heading of its left side; '' where a literal stands there. */
  readonly heading: string
  /** The row's cell under that heading. */
  cell(row: RowCells): string
  judge(row: RowCells, source: number | null): Judgement
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

/** For which columns, read how, and on which day a text is written. */
export interface TextSetting {
  readonly columns: readonly DraftColumn[]
  readonly sources: readonly StoredSource[]
  /** ISO day from which conditions count. */
  readonly today: string
}

export function textSetting(
  context: CoreContext,
  draft: Pick<Draft, 'columns'>,
  sources: readonly StoredSource[],
): TextSetting {
  return { columns: draftColumns(draft, sources), sources, today: todayOf(context) }
}

/** Throws AppError template_empty, template_too_long, template_syntax, template_filter_unknown, template_column_unknown. */
export function textWriter(choices: TextChoices, { columns, sources, today }: TextSetting): TextWriter {
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
    const { error } = bound
    if (error.code !== 'unknown_column') {
      const { code, ...named } = error
      throw new AppError('template_syntax', {
        ...named,
        ...placeOfHeading(choices.template, named.heading),
        detail: code,
      })
    }
    const { heading, suggestion } = error
    throw new AppError('template_column_unknown', {
      heading,
      ...(suggestion === null ? {} : { suggestion }),
      ...placeOfHeading(choices.template, heading),
    })
  }
  const inPlace = columns.every(({ position }, index) => position === index)
  const inColumns = ({ values, typed }: RowCells): RowCells =>
    inPlace
      ? { values, typed }
      : {
          values: columns.map(({ position }) => values[position] ?? ''),
          typed:
            typed === undefined ? undefined : columns.map(({ position }): CellValue | null => typed[position] ?? null),
        }
  const positions = columns.map(({ position }) => position)
  const readings = new Map(sources.map((source) => [source.id, readingsOf(source, positions)]))
  const readingsFor = (source: number | null): ReturnType<typeof readingsOf> =>
    source === null ? undefined : readings.get(source)
  const used = [...bound.placeholders, ...bound.conditions].flatMap(({ columnIndex }) =>
    columnIndex === null ? [] : (positions[columnIndex] ?? []),
  )
  return {
    placeholders: bound.placeholders,
    columns: new Set(used),
    conditions: bound.conditions.map(({ source, columnIndex, judge }) => ({
      source,
      heading: columnIndex === null ? '' : (columns[columnIndex]?.heading ?? ''),
      cell: ({ values }) => (columnIndex === null ? '' : (values[columns[columnIndex]?.position ?? -1] ?? '')),
      judge: (row, sourceId) => judge({ ...inColumns(row), readings: readingsFor(sourceId) }, today),
    })),
    write: (row, source) =>
      renderMessage(bound, { ...inColumns(row), readings: readingsFor(source) }, { ...choices, today }),
  }
}

/** How a source's columns are read, by the given positions among the draft's; undefined where it has nothing to decide. */
export function readingsOf(
  { reading }: StoredSource,
  positions: readonly number[],
): readonly (ColumnReading | null)[] | undefined {
  if (reading.readings.length === 0) return undefined
  return positions.map((position) => {
    const column = reading.positions.indexOf(position)
    return reading.readings.find((known) => known.column === column) ?? null
  })
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
