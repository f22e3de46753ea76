/** The words of everything that the window does not draw itself: menus, system dialogs, tray, notifications. */
import type { Language } from '@shared/language'
import { en } from './en'
import { fr, type NativeWords } from './fr'

const words: Readonly<Record<Language, NativeWords>> = { fr, en }

export function nativeWords(language: Language): NativeWords {
  return words[language]
}

/** Puts values in the place of `{name}`; numbers as the language writes them. */
export function fill(sentence: string, language: Language, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, key: string) => {
    const value = values[key]
    if (typeof value === 'number') return value.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB')
    return value ?? placeholder
  })
}
