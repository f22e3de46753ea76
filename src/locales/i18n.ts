/**
 * The languages of the window. French is the reference: English must have exactly its keys (a type error otherwise, and
 * test/unit/src/locales checks what types cannot: every message compiles, every key is used). One file per feature and
 * language. Messages are interpreted, never compiled to code, so that the strict Content-Security-Policy holds.
 *
 * In a message `@ { } |` are syntax: write {'@'}. Plural: `un message | {count} messages`; French counts 0 as one.
 */
import { createI18n } from 'vue-i18n'
import { en } from './en'
import { fr, type Messages } from './fr'

export const interfaceLocales = ['fr', 'en'] as const
export type InterfaceLocaleName = (typeof interfaceLocales)[number]

/** French takes the singular below two: « 0 message », « 1,5 message ». */
export function frenchPlural(choice: number, choices: number): number {
  return Math.min(Math.abs(choice) < 2 ? 0 : 1, choices - 1)
}

/** English: one is singular, all else plural; with three forms the first is for none. */
export function englishPlural(choice: number, choices: number): number {
  const count = Math.abs(choice)
  if (choices === 3) return count === 0 ? 0 : count === 1 ? 1 : 2
  return Math.min(count === 1 ? 0 : 1, choices - 1)
}

/** The i18n of the window. `locale` can change at any time; <html lang> follows through `setInterfaceLocale`. */
export function createInterfaceI18n(locale: InterfaceLocaleName) {
  return createI18n<[Messages], InterfaceLocaleName, false>({
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- version 12 drops the old interface; 11 still asks
    legacy: false,
    locale,
    fallbackLocale: 'fr',
    messages: { fr, en },
    pluralRules: { fr: frenchPlural, en: englishPlural },
  })
}

export type InterfaceI18n = ReturnType<typeof createInterfaceI18n>

/** Switches the language without a restart. */
export function setInterfaceLocale(i18n: InterfaceI18n, locale: InterfaceLocaleName): void {
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
}
