/** Contacts, groups and opt-outs. */
export const contacts = {
  empty: {
    body: 'Les personnes à qui vous écrivez, avec leurs groupes et ceux qui ne veulent plus rien recevoir.',
    title: 'Aucun contact',
  },
} as const
