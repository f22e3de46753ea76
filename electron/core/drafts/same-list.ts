/**
 * Whether a list that is read again is still the one that a person agreed to: the headings in use are there, the table has
 * its shape, and it did not lose half of its rows. Columns may have moved, be more, or stand under another delimiter.
 */
import { conditionOperands, parseCondition, tokenizeTemplate } from '@shared/domain/template'
import { headingKey } from '@shared/domain/template-heading'
import { AppError } from '@shared/errors'
import type { MappingOf } from '../recipients/open-recipients'
import type { SourceReading, StoredSource } from '../storage/recipient-source'

/** The mapping of the earlier reading, by its headings. Asked with the new columns, throws list_heading_gone, list_layout_changed. */
export function sameMapping(
  before: SourceReading,
  { template, dates }: { template: string; dates: string | null },
): MappingOf {
  const { label: file } = before
  return ({ columns, hasHeader }) => {
    const mapping = before.mapping ?? { phone: 0, name: null }
    if (hasHeader !== before.hasHeader) throw new AppError('list_layout_changed', { file })
    if (!hasHeader) {
      if (columns.length !== before.columns.length) throw new AppError('list_layout_changed', { file })
      return mapping
    }
    const places = new Map(columns.map((heading, index) => [headingKey(heading), index]))
    const placeOf = (column: number): number => {
      const heading = before.columns[column] ?? ''
      const place = places.get(headingKey(heading))
      if (place === undefined) throw new AppError('list_heading_gone', { heading, file })
      return place
    }
    for (const column of usedColumns(before, template, dates)) placeOf(column)
    const { phone, name, firstName, second } = mapping
    return {
      phone: placeOf(phone),
      name: name === null ? null : placeOf(name),
      firstName: typeof firstName === 'number' ? placeOf(firstName) : null,
      ...(second !== undefined && { second: { ...second, columns: second.columns.map(placeOf) } }),
    }
  }
}

/** Columns that the text or the conditions name, and that of the dates. */
function usedColumns({ columns, where }: SourceReading, template: string, dates: string | null): number[] {
  const named = new Set<string>(dates === null ? [] : [headingKey(dates)])
  for (const token of tokenizeTemplate(template)) {
    if (token.kind === 'placeholder' && token.heading !== null) named.add(headingKey(token.heading))
    if (token.kind === 'tag') for (const heading of token.headings) named.add(headingKey(heading))
  }
  for (const { condition } of where) {
    const parsed = parseCondition(condition)
    if (!parsed.ok) continue
    for (const operand of conditionOperands(parsed.condition)) {
      if (operand.kind === 'heading') named.add(headingKey(operand.heading))
    }
  }
  return columns.flatMap((heading, index) => (named.has(headingKey(heading)) ? [index] : []))
}

/** Rows of a list with a number, and a date where that matters, that can be used, and those that its conditions left out. */
export function usableRows({ rows, invalid, reading }: Pick<StoredSource, 'rows' | 'invalid' | 'reading'>): number {
  return rows - invalid + reading.filtered - (reading.dated?.unread.count ?? 0)
}

/** Of so many usable rows at the last reading, fewer than half are left. */
export function hasShrunk(usable: number, before: number): boolean {
  return usable * 2 < before
}
