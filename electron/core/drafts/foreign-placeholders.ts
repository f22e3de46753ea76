/** Names of columns in the marks of other programs, `{Nom}`, `[Nom]`, `«Nom»`, which would be sent as they stand. */
import { tokenizeTemplate } from '@shared/domain/template'
import { headingWords } from '../recipients/columns/headings'

const marked =
  /\$?\{([^{}\n]{1,80})\}|\[([^[\]\n]{1,80})\]|<{1,2}([^<>\n]{1,80})>{1,2}|«([^«»\n]{1,80})»|%([^%\n]{1,80})%|#([^#\n]{1,80})#/gu

/** The first of them as it stands in the template; null where there is none. @param columns headings */
export function foreignPlaceholder(template: string, columns: readonly string[]): string | null {
  const names = new Set(columns.map(headingWords))
  names.delete('')
  for (const { kind, start, end } of tokenizeTemplate(template)) {
    if (kind !== 'text') continue
    for (const [whole, ...inner] of template.slice(start, end).matchAll(marked)) {
      if (names.has(headingWords(inner.join('')))) return whole
    }
  }
  return null
}
