/** Changes to the text of a message that one press makes. Pure; the rest stays as it is. */
import { mapTemplate } from '@shared/domain/costly-template'
import { headingKey } from '@shared/domain/template-heading'
import { quoted } from './autocomplete'
import { placeholderParts } from './composer-pieces'

/** Gives a fallback to every use of the heading that has none. */
export function withFallback(source: string, heading: string, fallback: string): string {
  const key = headingKey(heading)
  return mapTemplate(source, (text, token) => {
    if (token.kind !== 'placeholder' || token.hasFallback || token.heading === null) return text
    if (headingKey(token.heading) !== key) return text
    const { open, label, rest, close } = placeholderParts(text)
    return `${open}${label} | default: ${quoted(fallback.trim())}${rest}${close}`
  })
}

/** Writes another heading wherever this one stands. */
export function renameHeading(source: string, heading: string, next: string): string {
  return mapTemplate(source, (text, token) =>
    token.kind === 'placeholder' && token.heading === heading ? text.replace(heading, () => next) : text,
  )
}
