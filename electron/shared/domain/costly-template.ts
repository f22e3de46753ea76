/**
 * The costly characters that a person wrote into a message, as opposed to those that cells bring into it: which they are,
 * and the message without them. Text, fallbacks and quoted literals are what people will read; headings must match the file.
 */
import { costlyCharacters, type CostlyCharacter } from './segment'
import { tokenizeTemplate } from './template'

/** Listed once each, in the order of their first place. */
export function costlyInTemplate(source: string): Pick<CostlyCharacter, 'char' | 'replacement' | 'count'>[] {
  let read = ''
  mapTemplate(source, (text, token) => {
    if (token.kind === 'text') read += text
    else if (token.kind === 'placeholder') mapQuoted(text, token, (quoted) => (read += `${quoted}\n`))
    return text
  })
  return costlyCharacters(read).map(({ char, replacement, count }) => ({ char, replacement, count }))
}

/** @param char one of them, or null for all that have a replacement. What is left means the same as before. */
export function replaceCostly(source: string, char: string | null): string {
  return mapTemplate(source, (text, token) => {
    if (token.kind === 'text') return cheaper(text, char)
    if (token.kind !== 'placeholder') return text
    const cheap = mapQuoted(text, token, (quoted) => cheaper(quoted, char))
    // « becomes a straight quote, which may end the fallback that it stands in: then it stays
    return cheap === text || isSamePlaceholder(cheap, token) ? cheap : text
  })
}

type Token = ReturnType<typeof tokenizeTemplate>[number]

/** A template made of its tokens, each written as `map` says. */
export function mapTemplate(source: string, map: (text: string, token: Token) => string): string {
  return tokenizeTemplate(source)
    .map((token) => map(source.slice(token.start, token.end), token))
    .join('')
}

type Placeholder = Extract<Token, { kind: 'placeholder' }>

/** Every kind of quotes that the language knows. */
const quotedText = /"[^"]*"|'[^']*'|“[^”]*”|«[^»]*»/g

/** The quoted texts of a placeholder; what stands before the first bar is its heading, quotes and all. */
function mapQuoted(text: string, { heading }: Placeholder, map: (inner: string) => string): string {
  const bar = heading === null ? 0 : text.indexOf('|')
  if (bar === -1) return text
  const rest = text
    .slice(bar)
    .replace(quotedText, (quoted) => quoted.charAt(0) + map(quoted.slice(1, -1)) + quoted.slice(-1))
  return text.slice(0, bar) + rest
}

function isSamePlaceholder(text: string, before: Placeholder): boolean {
  const [token, ...others] = tokenizeTemplate(text)
  return (
    others.length === 0 &&
    token?.kind === 'placeholder' &&
    token.heading === before.heading &&
    token.hasFallback === before.hasFallback
  )
}

function cheaper(text: string, char: string | null): string {
  let result = text
  for (const costly of costlyCharacters(text)) {
    if (costly.replacement === null || (char !== null && costly.char !== char)) continue
    result = result.replaceAll(costly.char, costly.replacement)
    // the same letter written with a combining mark
    result = result.replaceAll(costly.char.normalize('NFD'), costly.replacement)
  }
  return result
}
