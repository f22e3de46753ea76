/** Which of the two languages a person sees. */

export type Language = 'fr' | 'en'

/**
 * The language of `choice`, or where that is `system`, of the computer: English for an English system, French for any
 * other, since Griot's users are in French-speaking countries.
 * @param systemLanguage BCP 47 tag or POSIX locale: `fr-CM`, `en_GB.UTF-8`…
 */
export function resolveLanguage(choice: 'system' | Language, systemLanguage: string): Language {
  if (choice !== 'system') return choice
  return /^en\b|^en_/i.test(systemLanguage) ? 'en' : 'fr'
}
