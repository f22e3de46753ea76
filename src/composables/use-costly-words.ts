/** What the costly characters of a message do, and what replacing them saves, in words and in money, from the bill. */
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Bill, Saving } from '@shared/contract/drafts'
import { costlyInTemplate } from '@shared/domain/costly-template'
import type { CostlyLine } from '@/components/composer/costly-line'
import { useLocaleFormats } from './use-locale-formats'

/** @param template the text being written. @param bill the last one made of it; null before the first, or where there is none */
export function useCostlyWords(template: () => string, bill: () => Bill | null) {
  const { t } = useI18n({ useScope: 'global' })
  const formats = useLocaleFormats()

  /** « 412 segments, 6 180 FCFA » */
  function amount({ segments, cost }: Saving): string {
    const { number, money } = formats.value
    const count = Math.abs(segments)
    const inSegments = t('composer.line.segments', { formatted: number(count) }, count)
    const currency = bill()?.currency
    if (cost === null || currency === undefined) return inSegments
    return t('composer.costly.amount', { segments: inSegments, money: money(cost.replace('-', ''), currency) })
  }

  function savingOf(char: string): Saving | null {
    const found = bill()?.costly.find((costly) => costly.char === char)
    return found ? (found.savesInText ?? found.saves) : null
  }

  /** Replacing it alone saves nothing, replacing others with it does. */
  const othersCost = computed(() => (bill()?.savableSegments ?? 0) > 0)

  function savingInWords(char: string): string {
    const saving = savingOf(char)
    if (!saving) return ''
    if (saving.segments > 0) return t('composer.costly.saves', { amount: amount(saving) })
    if (saving.segments < 0) return t('composer.costly.adds', { amount: amount(saving) })
    return t(othersCost.value ? 'composer.costly.savesNothingAlone' : 'composer.costly.savesNothing')
  }

  /** The whole sentence of the card over the character. */
  function effectOf(char: string, replacement: string | null): string {
    const effect = t('composer.costly.effect', { char })
    if (replacement === null) return t('composer.costly.effectStays', { effect })
    const saving = savingOf(char)
    if (!saving) return t('composer.costly.effectOnly', { effect })
    if (saving.segments > 0) {
      const words = { effect, replacement, amount: amount(saving) }
      return t(replacement === '' ? 'composer.costly.effectRemoved' : 'composer.costly.effectReplaced', words)
    }
    if (saving.segments < 0) return t('composer.costly.effectAdds', { effect, amount: amount(saving) })
    return t(othersCost.value ? 'composer.costly.effectNotAlone' : 'composer.costly.effectNothing', { effect })
  }

  const lines = computed<CostlyLine[]>(() => {
    const inText = costlyInTemplate(template())
    const known = new Set(inText.map(({ char }) => char))
    const inCells = (bill()?.costly ?? []).filter(({ char }) => !known.has(char))
    const lineOf = (char: string, replacement: string | null, isInText: boolean): CostlyLine => ({
      char,
      replacement,
      inText: isInText,
      saving: replacement === null ? '' : savingInWords(char),
    })
    return [
      ...inText.map(({ char, replacement }) => lineOf(char, replacement, true)),
      ...inCells.map(({ char, replacement }) => lineOf(char, replacement, false)),
    ]
  })

  const inWords = (saving: Saving | undefined): string =>
    saving && saving.segments > 0 ? t('composer.costly.saves', { amount: amount(saving) }) : ''
  /** What replacing all of the written text saves, and what replacing all of every message saves; empty where nothing. */
  const savedInText = computed(() => inWords(bill()?.savableInText))
  const savedEverywhere = computed(() => {
    const made = bill()
    return inWords(made ? { segments: made.savableSegments, cost: made.savableCost } : undefined)
  })

  return { lines, effectOf, savedInText, savedEverywhere }
}
