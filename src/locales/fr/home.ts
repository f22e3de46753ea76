/** The home page. */
export const home = {
  empty: {
    body: 'Les soldes, les campagnes en cours et les derniers envois s’affichent ici.',
    title: 'Bienvenue dans Griot',
  },
} as const
