/**
 * The text of a message cut into what the composer draws: plain text, costly characters, chips, tags, mistakes. Joined, the
 * pieces are the text, character by character: the drawn layer lies exactly under what is typed.
 */
import { costlyCharacters } from '@shared/domain/segment'
import { tokenizeTemplate } from '@shared/domain/template'
import { headingKey } from '@shared/domain/template-heading'

export type ComposerPiece = { readonly start: number; readonly text: string } & (
  | { readonly kind: 'text' | 'tag' | 'invalid' }
  | { readonly kind: 'costly'; readonly char: string; readonly replacement: string | null }
  /** `open`, `label`, `rest` and `close` are the text: `{{ `, the heading, `| default: "…"`, ` }}`. */
  | {
      readonly kind: 'placeholder'
      readonly open: string
      readonly label: string
      readonly rest: string
      readonly close: string
      /** False where no column bears this heading. */
      readonly known: boolean
    }
)

const graphemes = new Intl.Segmenter('fr', { granularity: 'grapheme' })
const plainAscii = /^[\n\r\x20-\x7e]*$/

/** @param marks `replaced`: what has a replacement is replaced at sending, so that it costs nothing */
export function composerPieces(
  source: string,
  columns: readonly string[],
  marks: { readonly replaced: boolean } = { replaced: false },
): ComposerPiece[] {
  const known = new Set(columns.map(headingKey))
  return tokenizeTemplate(source).flatMap((token): ComposerPiece[] => {
    const text = source.slice(token.start, token.end)
    const { start } = token
    switch (token.kind) {
      case 'text':
        return textPieces(text, start, marks.replaced)
      case 'placeholder': {
        const isKnown = token.heading === null || known.has(headingKey(token.heading))
        return [{ kind: 'placeholder', start, text, ...placeholderParts(text), known: isKnown }]
      }
      case 'tag':
        return [{ kind: 'tag', start, text }]
      case 'invalid':
        return [{ kind: 'invalid', start, text }]
    }
  })
}

/** Plain stretches and, each alone, the characters that turn the whole message into UCS-2. */
function textPieces(text: string, start: number, replaced: boolean): ComposerPiece[] {
  if (plainAscii.test(text)) return text === '' ? [] : [{ kind: 'text', start, text }]
  const pieces: ComposerPiece[] = []
  let plainFrom = 0
  for (const { segment, index } of graphemes.segment(text)) {
    const [costly] = plainAscii.test(segment) ? [] : costlyCharacters(segment)
    if (!costly || (replaced && costly.replacement !== null)) continue
    if (index > plainFrom) pieces.push({ kind: 'text', start: start + plainFrom, text: text.slice(plainFrom, index) })
    pieces.push({
      kind: 'costly',
      start: start + index,
      text: segment,
      char: costly.char,
      replacement: costly.replacement,
    })
    plainFrom = index + segment.length
  }
  if (plainFrom < text.length) pieces.push({ kind: 'text', start: start + plainFrom, text: text.slice(plainFrom) })
  return pieces
}

/** `{{ Prénom | default: "x" }}` → `{{ `, `Prénom`, ` | default: "x"`, ` }}`. */
export function placeholderParts(text: string): { open: string; label: string; rest: string; close: string } {
  const open = /^\{\{\s*/.exec(text)?.[0] ?? ''
  const close = /\s*\}\}$/.exec(text.slice(open.length))?.[0] ?? ''
  const inner = text.slice(open.length, text.length - close.length)
  const label = /^[^|]*?(?=\s*(?:\||$))/.exec(inner)?.[0] ?? inner
  return { open, label, rest: inner.slice(label.length), close }
}

/** The filters of a chip: what people will read (in quotes) apart from the words of the language. Joined, they are `rest`. */
export function filterParts(rest: string): { readonly text: string; readonly read: boolean }[] {
  return rest
    .split(/("[^"]*"|'[^']*')/)
    .filter((text) => text !== '')
    .map((text) => ({ text, read: /^["']/.test(text) }))
}
