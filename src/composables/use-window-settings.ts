/**
 * The settings of the window's looks, on both sides: core keeps them for all front ends, localStorage keeps them for the
 * first paint. What core says wins; what a person changes here goes to both.
 */
import { watch } from 'vue'
import type { Settings } from '@shared/contract/program'
import { useLanguage } from './use-language'
import { textScales, useTextScale } from './use-text-scale'
import { useTheme } from './use-theme'

/** The offered zoom nearest to a number. */
function nearestScale(zoom: number): (typeof textScales)[number] {
  return textScales.reduce((best, scale) => (Math.abs(scale - zoom) < Math.abs(best - zoom) ? scale : best))
}

/**
 * @param settings as core has them, null before the first answer.
 * @param save tells core what changed here by shortcut or command.
 */
export function useWindowSettings(
  settings: () => Settings | null,
  save: (patch: Partial<Pick<Settings, 'language' | 'theme' | 'textZoom'>>) => void,
): void {
  const language = useLanguage()
  const theme = useTheme()
  const { scale, setScale } = useTextScale()

  watch(
    settings,
    (next) => {
      if (next === null) return
      if (next.language !== language.preference.value) language.setPreference(next.language)
      if (next.theme !== theme.preference.value) theme.setPreference(next.theme)
      const wanted = nearestScale(next.textZoom)
      if (wanted !== scale.value) setScale(wanted)
    },
    { immediate: true },
  )
  watch(theme.preference, (next) => {
    const known = settings()
    if (known !== null && known.theme !== next) save({ theme: next })
  })
  watch(language.preference, (next) => {
    const known = settings()
    if (known !== null && known.language !== next) save({ language: next })
  })
  watch(scale, (next) => {
    const known = settings()
    if (known !== null && nearestScale(known.textZoom) !== next) save({ textZoom: next })
  })
}
