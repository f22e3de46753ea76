/** How a text of the library reads before any list is chosen: each heading stands for its own value. Pure. */
import { measureText, toSmsText, type TextMeasure } from '@shared/domain/segment'
import { bindTemplate, parseTemplate, tokenizeTemplate, type TemplateError } from '@shared/domain/template'
import { headingKey } from '@shared/domain/template-heading'

export interface TemplateSample {
  readonly text: string
  readonly measure: TextMeasure
  /** Where the first mistake is; null for a text that can be used. */
  readonly error: TemplateError | null
}

/** Every heading that the text names, once, as written first. */
export function headingsOf(source: string): string[] {
  const byKey = new Map<string, string>()
  for (const token of tokenizeTemplate(source)) {
    const named = token.kind === 'placeholder' ? [token.heading] : token.kind === 'tag' ? token.headings : []
    for (const heading of named) {
      if (heading !== null && !byKey.has(headingKey(heading))) byKey.set(headingKey(heading), heading)
    }
  }
  return [...byKey.values()]
}

export function sampleOf(source: string): TemplateSample {
  const parsed = parseTemplate(source)
  if (!parsed.ok) return { text: source, measure: measureText(source), error: parsed.error }
  const headings = headingsOf(source)
  const bound = bindTemplate(parsed.template, headings)
  const text = bound.ok ? toSmsText(bound.render(headings).text) : source
  return { text, measure: measureText(text), error: null }
}

/** The columns that can be put in: those of the text, then those of the contacts. */
export function offeredColumns(source: string, contactHeadings: readonly string[]): string[] {
  const byKey = new Map([...headingsOf(source), ...contactHeadings].map((heading) => [headingKey(heading), heading]))
  return [...byKey.values()]
}
