/** Settings. */
import type { Messages } from '../fr'

export const settings: Messages['settings'] = {
  appearance: 'Appearance',
  language: { en: 'English', fr: 'Français', label: 'Language', system: 'Same as the system' },
  textScale: 'Text size',
  theme: { dark: 'Dark', label: 'Theme', light: 'Light', system: 'Same as the system' },
}
