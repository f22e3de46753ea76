/** What templates are made of, once read: the words that scanner, parser and binding share. */
import type { CellValue } from './cell-value'
import type { Filter } from './template-filters'

/** Longest source in UTF-16 units. */
export const maxTemplateLength = 10_000
/** Longest condition that stands alone, in UTF-16 units. */
export const maxConditionLength = 500
/** Deepest if within if. */
export const maxTemplateNesting = 8
/** Longest rendered text in UTF-16 units; it is past ten segments in any encoding, so the segment limit refuses what is cut. */
export const maxRenderedLength = 2_000

/** Why a template cannot be read: the closed list. `params` as noted fill the sentence. */
export const templateProblems = [
  'template_too_long', // length, limit
  'unclosed_placeholder',
  'unopened_placeholder', // found: }} or %}
  'empty_placeholder',
  'missing_filter',
  'unknown_filter', // filter, suggestion ('' if none)
  'bad_filter_argument', // filter
  'unexpected_text', // text
  'unclosed_string',
  'unclosed_tag',
  'unknown_tag', // tag, suggestion ('' if none)
  'bad_condition',
  'ambiguous_number', // text
  'joined_conditions', // text
  'unclear_list', // text, heading, list
  'unclear_part', // text
  'unclear_empty', // text, heading
  'wildcard', // text, heading, list: the text without the signs
  'unknown_comparison', // text, heading
  'unexpected_tag', // tag: else, elsif or endif without its if
  'missing_endif',
  'nesting_too_deep', // limit
] as const
export type TemplateProblem = (typeof templateProblems)[number]

export interface Problem {
  readonly code: TemplateProblem
  /** Where, in UTF-16 units of the source. */
  readonly at: number
  readonly params: Readonly<Record<string, string | number>>
}

export type Operand =
  | { readonly kind: 'heading'; readonly heading: string }
  /** `raw` with its quotes: a column may be called just so. */
  | { readonly kind: 'text'; readonly value: string; readonly raw: string }
  /** A number, day or length of time written without quotes; of `15 %` the share. */
  | { readonly kind: 'value'; readonly value: CellValue; readonly raw: string }
  /** aujourd'hui, demain, today + 3 … in days from today. */
  | { readonly kind: 'today'; readonly days: number; readonly raw: string }

export type Comparison = '==' | '!=' | '<' | '>' | '<=' | '>='

/** What a condition asks of its left side; null: that it is not empty. */
export type ConditionTest =
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly right: Operand }
  | { readonly kind: 'empty'; readonly negated: boolean }
  | { readonly kind: 'contains'; readonly negated: boolean; readonly right: Operand }
  | { readonly kind: 'one_of'; readonly negated: boolean; readonly list: readonly Operand[] }
  /** A day between so many days from today and so many, both included. */
  | { readonly kind: 'days'; readonly from: number; readonly to: number }

export interface Condition {
  readonly left: Operand
  readonly test: ConditionTest | null
  /** As it was written. */
  readonly source: string
}

export interface Output {
  readonly operand: Operand
  readonly filters: readonly Filter[]
  readonly hasFallback: boolean
}

export type Tag = { readonly name: 'if' | 'elsif'; readonly condition: Condition } | { readonly name: 'else' | 'endif' }

/** A text that was read without error; opaque, made by `parseTemplate` only. */
export interface Template {
  readonly source: string
  readonly nodes: readonly TemplateNode[]
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly output: Output }
  | { readonly kind: 'choice'; readonly branches: readonly Branch[] }

export interface Branch {
  /** Null for else. */
  readonly condition: Condition | null
  readonly nodes: TemplateNode[]
}
