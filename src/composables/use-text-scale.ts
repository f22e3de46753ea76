/**
 * Text zoom from 100 % to 200 %: scales the root font size, and with it everything, since all lengths are in rem.
 * Kept between starts in localStorage, like the theme.
 */
import { readonly, ref, type Ref } from 'vue'

export const textScales = [1, 1.1, 1.25, 1.5, 1.75, 2] as const
export type TextScale = (typeof textScales)[number]

const storageKey = 'griot.text-scale'
const scale = ref<TextScale>(1)

function paint(): void {
  document.documentElement.style.setProperty('--text-scale', String(scale.value))
}

/** Called once before the application mounts. */
export function startTextScale(): void {
  const kept = Number(localStorage.getItem(storageKey))
  const known = textScales.find((candidate) => candidate === kept)
  if (known !== undefined) scale.value = known
  paint()
}

export interface TextScaleControl {
  scale: Readonly<Ref<TextScale>>
  setScale: (next: TextScale) => void
  /** One step up (`1`) or down (`-1`); stops at the ends. */
  step: (direction: 1 | -1) => void
}

export function useTextScale(): TextScaleControl {
  function setScale(next: TextScale): void {
    scale.value = next
    localStorage.setItem(storageKey, String(next))
    paint()
  }
  return {
    scale: readonly(scale),
    setScale,
    step(direction) {
      const next = textScales[textScales.indexOf(scale.value) + direction]
      if (next !== undefined) setScale(next)
    },
  }
}
