/** Changes to the text of a message that one press makes: a fallback, a cheaper character. Pure; the rest stays as it is. */
import { costlyCharacters } from '@shared/domain/segment'
import { tokenizeTemplate } from '@shared/domain/template'
import { headingKey } from '@shared/domain/template-heading'
import { quoted } from './autocomplete'
import { placeholderParts } from './composer-pieces'

/** Gives a fallback to every use of the heading that has none. */
export function withFallback(source: string, heading: string, fallback: string): string {
  const key = headingKey(heading)
  return mapTokens(source, (text, token) => {
    if (token.kind !== 'placeholder' || token.hasFallback || token.heading === null) return text
    if (headingKey(token.heading) !== key) return text
    const { open, label, rest, close } = placeholderParts(text)
    return `${open}${label} | default: ${quoted(fallback.trim())}${rest}${close}`
  })
}

/**
 * Replaces costly characters in what people will read: the text and the fallbacks. Headings stay: they must match the file.
 * @param char one of them, or null for all that have a replacement.
 */
export function replaceCostly(source: string, char: string | null): string {
  return mapTokens(source, (text, token) => {
    if (token.kind === 'text') return cheaper(text, char)
    if (token.kind !== 'placeholder') return text
    const { open, label, rest, close } = placeholderParts(text)
    const cheap = rest.replace(/"[^"]*"/g, (string) => cheaper(string, char))
    return open + label + cheap + close
  })
}

/** The costly characters that stand in the template itself, fallbacks included; those of the cells are not here. */
export function costlyInTemplate(source: string): { char: string; replacement: string | null; count: number }[] {
  let read = ''
  mapTokens(source, (text, token) => {
    if (token.kind === 'text') read += text
    else if (token.kind === 'placeholder') read += (placeholderParts(text).rest.match(/"[^"]*"/g) ?? []).join('')
    return text
  })
  return costlyCharacters(read).map(({ char, replacement, count }) => ({ char, replacement, count }))
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

type Token = ReturnType<typeof tokenizeTemplate>[number]

function mapTokens(source: string, map: (text: string, token: Token) => string): string {
  return tokenizeTemplate(source)
    .map((token) => map(source.slice(token.start, token.end), token))
    .join('')
}
