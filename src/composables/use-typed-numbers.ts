/** Why numbers typed in a field cannot be taken as they are, in the language of the window. Nothing of them is cut. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { longestTypedNumber, mostTypedNumbers } from '@shared/contract/recipients'
import { useLocaleFormats } from './use-locale-formats'

/** A function of the numbers; undefined where all can be taken. */
export function useTypedNumbers(): ComputedRef<(phones: readonly string[]) => string | undefined> {
  const { t } = useI18n({ useScope: 'global' })
  const formats = useLocaleFormats()
  return computed(() => (phones) => {
    const { number } = formats.value
    if (phones.length > mostTypedNumbers)
      return t('draft.add.tooManyNumbers', { count: number(phones.length), most: number(mostTypedNumbers) })
    const tooLong = phones.find((phone) => phone.length > longestTypedNumber)
    return tooLong === undefined ? undefined : t('draft.add.numberTooLong', { start: tooLong.slice(0, 20).trim() })
  })
}
