/** The list of campaigns. */
export const campaigns = {
  empty: {
    body: 'Une campagne, c’est un texte envoyé à une liste de personnes, chacune avec ses propres mots.',
    title: 'Aucune campagne',
  },
} as const
