/** The library of texts. */
export const templates = {
  body: 'Texte',
  copyOf: '{name} (copie)',
  duplicate: 'Dupliquer',
  empty: {
    body: 'Gardez ici les textes que vous réutilisez, avec leurs champs à remplir.',
    title: 'Aucun modèle',
  },
  name: 'Nom du modèle',
  new: 'Nouveau modèle',
  noMatch: 'Aucun modèle ne correspond',
  removed: 'Modèle « {name} » supprimé',
  sample: 'Avec le nom de chaque colonne à sa place',
  saved: 'Modèle « {name} » enregistré',
  search: 'Chercher un modèle',
  segments: '{formatted} SMS | {formatted} SMS',
  subtitle: 'Vos textes, prêts pour une prochaine campagne.',
  syntax: 'Tapez deux accolades pour insérer une colonne. Si elle peut être vide, prévoyez un remplacement : {example}',
  use: 'Utiliser',
} as const
