/** The user's guide. */
export const guide = {
  chapters: 'Chapitres',
  subtitle: 'Tout le travail, pas à pas, dans les mots de la fenêtre.',
} as const
