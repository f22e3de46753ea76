/** Accounts. */
export const accounts = {
  empty: {
    body: 'Un compte chez une passerelle permet d’envoyer. Les clés restent dans le trousseau de l’ordinateur.',
    title: 'Aucun compte',
  },
} as const
