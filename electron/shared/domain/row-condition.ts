/** One condition that chooses rows, as a person wrote it, tied to the columns of a list. */
import { wireError, type WireError } from '../errors'
import { bindCondition, parseCondition, type BoundCondition } from './template'

export type RowCondition =
  { readonly ok: true; readonly bound: BoundCondition } | { readonly ok: false; readonly error: WireError }

/** The error is where_syntax or where_column_unknown. */
export function bindRowCondition(text: string, columns: readonly string[]): RowCondition {
  const parsed = parseCondition(text)
  if (!parsed.ok) {
    const { code, column, params } = parsed.error
    return { ok: false, error: wireError('where_syntax', { ...params, where: text, column, detail: code }) }
  }
  const bound = bindCondition(parsed.condition, columns)
  if (bound.ok) return { ok: true, bound: bound.condition }
  if (bound.error.code !== 'unknown_column') {
    const { code, ...named } = bound.error
    return { ok: false, error: wireError('where_syntax', { ...named, where: text, detail: code }) }
  }
  const { heading, suggestion } = bound.error
  const named = suggestion === null ? {} : { suggestion }
  return { ok: false, error: wireError('where_column_unknown', { where: text, heading, ...named }) }
}
