/** The list of campaigns. */
export const campaigns = {
  account: 'Compte',
  all: 'Toutes',
  cost: 'Coût',
  discard: 'Supprimer le brouillon {name}',
  discardIt: 'Supprimer le brouillon',
  discardMeaning: '« {name} » et ses destinataires seront supprimés. Rien n’a été envoyé.',
  discardTitle: 'Supprimer ce brouillon ?',
  drafts: 'Brouillons',
  empty: {
    body: 'Une campagne, c’est un texte envoyé à une liste de personnes, chacune avec ses propres mots.',
    title: 'Aucune campagne',
  },
  filter: 'Filtrer par état',
  name: 'Campagne',
  notFound: 'Aucune campagne ne correspond',
  open: 'Ouvrir',
  progress: 'Avancement',
  search: 'Chercher une campagne',
  state: 'État',
  when: 'Date',
} as const
