/** Settings. */
export const settings = {
  appearance: 'Apparence',
  language: { en: 'English', fr: 'Français', label: 'Langue', system: 'Celle du système' },
  textScale: 'Taille du texte',
  theme: { dark: 'Sombre', label: 'Thème', light: 'Clair', system: 'Comme le système' },
} as const
