/** Balances and prices as people read them: `9 876 SMS`, `6 180 FCFA`, or the bare figure where the unit is unknown. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { groupDecimal, isDecimal } from '@shared/domain/decimal'
import { useLocaleFormats } from './use-locale-formats'

export interface Amounts {
  /** @param amount decimal string. @param unit `sms`, an ISO 4217 code, or null. */
  balance: (amount: string, unit: string | null) => string
  /** The price of one segment, with the decimals that it has: `12,5 FCFA`. */
  price: (amount: string, currency: string) => string
}

export function useAmounts(): ComputedRef<Amounts> {
  const { locale, t } = useI18n({ useScope: 'global' })
  const formats = useLocaleFormats()
  return computed(() => {
    const language = locale.value === 'en' ? 'en' : 'fr'
    const plain = (amount: string): string => (isDecimal(amount) ? groupDecimal(amount, language, '\u202f') : amount)
    return {
      balance(amount, unit) {
        if (unit === 'sms') return t('common.smsCount', { formatted: plain(amount) })
        return unit !== null && isDecimal(amount) ? formats.value.money(amount, unit) : plain(amount)
      },
      price(amount, currency) {
        const name = currency === 'XAF' || currency === 'XOF' ? 'FCFA' : currency
        return `${plain(amount)}\u00a0${name}`
      },
    }
  })
}
