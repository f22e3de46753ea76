/**
 * The small language of messages: `{{ heading }}` with fallback and filters, and if/elsif/else. It can only put cells into
 * text: no loops, no includes, nothing evaluated, and what a cell holds is never read as template. Sizes are bounded.
 *
 * parseTemplate (once per text) → bindTemplate (once per file: headings become column positions) → render (once per row).
 * The syntax is described in template-syntax.ts, the filters in template-filters.ts.
 */
import { conditionOperands } from './template-condition'
import type { Tag, TemplateProblem } from './template-model'
import { scanTemplate } from './template-syntax'

export { bindCondition, bindTemplate, type BoundCondition, type BoundPlaceholder } from './template-binding'
export type { TemplateProblem } from './template-model'
export { conditionOperands } from './template-condition'
export { parseCondition, parseTemplate, type TemplateError } from './template-parser'

/** A range of the source for the editor: ranges follow each other without gaps. */
export type TemplateToken = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'text' }
  /** `heading` is null for a quoted literal. */
  | { readonly kind: 'placeholder'; readonly heading: string | null; readonly hasFallback: boolean }
  | { readonly kind: 'tag'; readonly tag: Tag['name']; readonly headings: readonly string[] }
  | { readonly kind: 'invalid'; readonly code: TemplateProblem }
)

/** The source as text, chips and mistakes, whatever state it is in. Never throws; linear in the length. */
export function tokenizeTemplate(source: string): TemplateToken[] {
  return scanTemplate(source).map((token): TemplateToken => {
    const { start, end } = token
    switch (token.kind) {
      case 'text':
        return { kind: 'text', start, end }
      case 'invalid':
        return { kind: 'invalid', start, end, code: token.problem.code }
      case 'placeholder': {
        const { operand, hasFallback } = token.output
        return {
          kind: 'placeholder',
          start,
          end,
          heading: operand.kind === 'heading' ? operand.heading : null,
          hasFallback,
        }
      }
      case 'tag':
        return { kind: 'tag', start, end, tag: token.tag.name, headings: tagHeadings(token.tag) }
    }
  })
}

function tagHeadings(tag: Tag): string[] {
  if (!('condition' in tag)) return []
  return conditionOperands(tag.condition).flatMap((operand) => (operand.kind === 'heading' ? [operand.heading] : []))
}
