/** Remote archives. */
export const archives = {
  empty: {
    body: 'Ce dont la passerelle se souvient, comparé avec l’historique de cet ordinateur.',
    title: 'Aucune archive à montrer',
  },
} as const
