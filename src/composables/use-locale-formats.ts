/** The formats of locale-formats.ts in the language of the window; a template that uses them follows a switch. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { createLocaleFormats, type InterfaceLocale, type LocaleFormats } from './locale-formats'

const built: Record<InterfaceLocale, LocaleFormats | undefined> = { fr: undefined, en: undefined }

export function useLocaleFormats(): ComputedRef<LocaleFormats> {
  const { locale } = useI18n({ useScope: 'global' })
  return computed(() => {
    const language: InterfaceLocale = locale.value === 'en' ? 'en' : 'fr'
    return (built[language] ??= createLocaleFormats(language))
  })
}
