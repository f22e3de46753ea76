/** What templates are made of, once read: the words that scanner, parser and binding share. */
import type { Filter } from './template-filters'

/** Longest source in UTF-16 units. */
export const maxTemplateLength = 10_000
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
  | { readonly kind: 'number'; readonly value: number; readonly raw: string }

export type Comparison = '==' | '!=' | '<' | '>' | '<=' | '>='

export interface Condition {
  readonly left: Operand
  readonly comparison: { readonly operator: Comparison; readonly right: Operand } | null
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
