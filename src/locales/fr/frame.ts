/** The frame of the window: sidebar, skip link, palette groups. */
export const frame = {
  actions: 'Actions',
  brand: 'Griot',
  darkTheme: 'Passer au thème sombre',
  lightTheme: 'Passer au thème clair',
  navigation: 'Navigation principale',
  pages: 'Pages',
  paletteHint: 'Rechercher',
  running: {
    label: 'Campagnes en cours',
    pause: 'Mettre en pause {name}',
    progress: '{done} sur {total}',
    resume: 'Reprendre {name}',
  },
  skip: 'Aller au contenu',
} as const
