/**
 * The language of the window: French, English, or the system's (French unless the system speaks English). Switching
 * takes effect at once. Kept between starts in localStorage so that the first paint speaks the right language.
 */
import { readonly, ref, type Ref } from 'vue'
import { systemLanguage } from '@/api/client'
import { setInterfaceLocale, type InterfaceI18n, type InterfaceLocaleName } from '@/locales/i18n'

export const languagePreferences = ['system', 'fr', 'en'] as const
export type LanguagePreference = (typeof languagePreferences)[number]

const storageKey = 'griot.language'
const preference = ref<LanguagePreference>('system')
let i18n: InterfaceI18n | undefined

function resolve(): InterfaceLocaleName {
  return preference.value === 'system' ? systemLanguage() : preference.value
}

/** Called once before the application mounts. */
export function startLanguage(instance: InterfaceI18n): void {
  i18n = instance
  const kept = localStorage.getItem(storageKey)
  preference.value = languagePreferences.find((known) => known === kept) ?? 'system'
  setInterfaceLocale(i18n, resolve())
}

export interface LanguageControl {
  preference: Readonly<Ref<LanguagePreference>>
  setPreference: (next: LanguagePreference) => void
}

export function useLanguage(): LanguageControl {
  return {
    preference: readonly(preference),
    setPreference(next) {
      preference.value = next
      localStorage.setItem(storageKey, next)
      if (i18n) setInterfaceLocale(i18n, resolve())
    },
  }
}
