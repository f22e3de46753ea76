/** Templates. */
export const templates = {
  empty: { body: 'Les textes que vous réutilisez, avec leurs espaces à remplir.', title: 'Aucun modèle' },
} as const
