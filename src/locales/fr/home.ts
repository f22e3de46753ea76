/** The home page. */
export const home = {
  balances: {
    add: 'Ajouter un compte',
    age: 'Lu {age}',
    keyMissing: 'Saisissez la clé de ce compte pour lire son solde et envoyer.',
    low: 'Solde bas',
    refresh: 'Actualiser les soldes',
    refreshing: 'Lecture des soldes…',
    title: 'Soldes',
    trend: 'Solde des 30 derniers jours, de {from} à {to}',
    unknown: 'Le solde n’a pas encore été lu.',
    unread: 'Solde illisible, tel que reçu : « {text} ». Vérifiez-le sur le site de la passerelle.',
  },
  doubtful:
    '{formatted} message est douteux : la passerelle n’a pas confirmé. Il ne sera jamais renvoyé sans votre accord. | {formatted} messages sont douteux : la passerelle n’a pas confirmé. Ils ne seront jamais renvoyés sans votre accord.',
  month: {
    delivered: '{formatted} livré | {formatted} livrés',
    doubtful: '{formatted} douteux | {formatted} douteux',
    sent: '{formatted} message envoyé | {formatted} messages envoyés',
    statement: 'Voir le relevé',
    title: 'Ce mois-ci : {month}',
  },
  recent: {
    cost: 'Coût',
    delivered: 'Livrés',
    empty: {
      body: 'Les campagnes envoyées s’affichent ici, avec la part des messages livrés.',
      title: 'Aucune campagne envoyée',
    },
    failed: '{formatted} échec | {formatted} échecs',
    name: 'Campagne',
    noReports: 'réception non suivie',
    recipients: 'Destinataires',
    sandbox: 'Bac à sable',
    title: 'Dernières campagnes',
    when: 'Date',
  },
  running: {
    left: 'encore {time}',
    pause: 'Mettre en pause',
    rate: '{rate} par seconde',
    resume: 'Reprendre',
    title: 'En cours',
  },
  scheduled: {
    recipients: '{formatted} destinataire | {formatted} destinataires',
    title: 'Programmées',
  },
  seeDoubtful: 'Voir ces messages',
  welcome: {
    body: 'Griot envoie à chacun un SMS à son nom, depuis une simple liste. Essayez avec la liste d’exemple : deux minutes, rien à payer, personne ne reçoit rien.',
    country: 'Pays de vos destinataires',
    skip: 'Plus tard',
    start: 'Faire la visite',
    title: 'Bienvenue dans Griot',
  },
} as const
