/** What the composer proposes after `{{`, and what it writes for a chosen column. Pure. */
import { foldText } from '../base/fold-text'

/** A placeholder being typed: where its `{{` stands, and what was typed of the heading so far. */
export interface OpenPlaceholder {
  readonly start: number
  readonly query: string
}

const mostSuggestions = 8
const longestQuery = 60

/** The placeholder whose heading the caret is in, not yet closed; null elsewhere. */
export function openPlaceholderAt(text: string, caret: number): OpenPlaceholder | null {
  const before = text.slice(0, caret)
  const start = before.lastIndexOf('{{')
  if (start === -1) return null
  const query = before.slice(start + 2)
  if (query.length > longestQuery || /[}|\n{]/.test(query)) return null
  // inside a finished chip nothing is proposed: the person only walks through it
  const after = text.slice(caret)
  const closes = /^[^{\n]*?\}\}/.test(after)
  return closes ? null : { start, query: query.trimStart() }
}

/** Columns that match what was typed: those that begin with it first. Accents and case do not matter. */
export function suggestHeadings(columns: readonly string[], query: string): string[] {
  const wanted = foldText(query.trim())
  if (wanted === '') return columns.slice(0, mostSuggestions)
  const beginning: string[] = []
  const within: string[] = []
  for (const column of columns) {
    const folded = foldText(column)
    if (folded.startsWith(wanted)) beginning.push(column)
    else if (folded.includes(wanted)) within.push(column)
  }
  return [...beginning, ...within].slice(0, mostSuggestions)
}

/** `{{ Prénom }}`, or `{{ Prénom | default: "cher client" }}`. */
export function placeholderSource(heading: string, fallback = ''): string {
  return fallback.trim() === '' ? `{{ ${heading} }}` : `{{ ${heading} | default: ${quoted(fallback.trim())} }}`
}

/** With quotes that the text does not hold. */
export function quoted(text: string): string {
  return text.includes('"') ? `'${text.replaceAll("'", '’')}'` : `"${text}"`
}
