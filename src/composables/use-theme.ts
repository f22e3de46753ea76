/**
 * Light, dark or as the system: one choice for the window, kept between starts in localStorage so that the first paint
 * has the right colours before the settings arrive. The `.dark` class on <html> is all that the style sheet looks at.
 */
import { computed, readonly, ref, type ComputedRef, type Ref } from 'vue'

export const themePreferences = ['system', 'light', 'dark'] as const
export type ThemePreference = (typeof themePreferences)[number]

const storageKey = 'griot.theme'
const preference = ref<ThemePreference>('system')
const systemIsDark = ref(false)
const isDark = computed(() => preference.value === 'dark' || (preference.value === 'system' && systemIsDark.value))

function isThemePreference(value: unknown): value is ThemePreference {
  return themePreferences.some((known) => known === value)
}

function paint(): void {
  document.documentElement.classList.toggle('dark', isDark.value)
}

/** Called once before the application mounts: reads the kept choice, follows the system, paints. */
export function startTheme(): void {
  const kept = localStorage.getItem(storageKey)
  if (isThemePreference(kept)) preference.value = kept
  const query = window.matchMedia('(prefers-color-scheme: dark)')
  systemIsDark.value = query.matches
  query.addEventListener('change', (event) => {
    systemIsDark.value = event.matches
    paint()
  })
  paint()
}

export interface Theme {
  preference: Readonly<Ref<ThemePreference>>
  /** What is on screen now, whatever decided it. */
  isDark: ComputedRef<boolean>
  setPreference: (next: ThemePreference) => void
}

export function useTheme(): Theme {
  return {
    preference: readonly(preference),
    isDark,
    setPreference(next) {
      preference.value = next
      localStorage.setItem(storageKey, next)
      paint()
    },
  }
}
