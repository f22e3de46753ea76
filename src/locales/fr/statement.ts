/** The monthly statement. */
export const statement = {
  account: 'Compte',
  basis:
    'Un message compte dans le mois où la passerelle l’a pris. Le coût est le nombre de SMS envoyés, au prix convenu pour la campagne ; les messages douteux n’y sont pas. Les campagnes supprimées n’y figurent plus, le bac à sable n’entre dans aucun total.',
  campaign: 'Campagne',
  cost: 'Coût',
  delivered: 'Livrés',
  doubtful: 'Douteux',
  empty: 'Rien n’a été envoyé en {month}',
  emptyBody: 'Choisissez un autre mois.',
  failed: 'Échecs',
  fileName: 'releve-{month}',
  month: 'Mois',
  of: 'Relevé mensuel : {month}',
  sandbox: 'bac à sable',
  segments: 'SMS',
  sent: 'Envoyés',
  test: 'SMS d’essai',
  title: 'Relevé du mois',
  total: 'Total, {account}',
} as const
