/** History. */
export const history = {
  empty: {
    body: 'Chaque message envoyé par Griot reste ici, avec ce que la passerelle a répondu.',
    title: 'Aucun message envoyé',
  },
} as const
