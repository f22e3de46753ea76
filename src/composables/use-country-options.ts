/** Countries and currencies to choose from, named in the language of the window, those of West and Central Africa first. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { countries, currencyOf } from '@shared/domain/country'
import type { BaseOption } from '@/components/base/options'

export function useCountryOptions(): ComputedRef<BaseOption<string>[]> {
  const { locale } = useI18n({ useScope: 'global' })
  return computed(() => {
    const language = locale.value === 'en' ? 'en' : 'fr'
    return countries.map(({ code, name, dialCode }) => ({ value: code, label: name[language], hint: `+${dialCode}` }))
  })
}

const currencies = [...new Set(countries.map(({ code }) => currencyOf(code)))]

export function useCurrencyOptions(): ComputedRef<BaseOption<string>[]> {
  const { locale } = useI18n({ useScope: 'global' })
  return computed(() => {
    const names = new Intl.DisplayNames(locale.value === 'en' ? 'en-GB' : 'fr-FR', { type: 'currency' })
    return currencies.map((code) => ({ value: code, label: code, hint: names.of(code) ?? code }))
  })
}
