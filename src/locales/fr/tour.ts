/** The tour of the first start. */
export const tour = {
  back: 'Retour',
  bill: {
    dates:
      'Un rappel peut aussi partir de lui-même avant l’échéance de chacun : à la dernière étape d’une campagne, choisissez « {choice} ».',
    joined: 'Lignes jointes à un autre message',
    leftOut: 'Écartés',
    note: 'C’est la facture d’un vrai envoi. Ici, le bac à sable ne fait rien payer.',
    price: 'Prix d’un SMS',
    recipients: 'Destinataires',
    segments: 'SMS à payer',
    send: 'Envoyer',
    total: 'Total',
  },
  campaign: 'Visite guidée',
  intro: {
    message: 'Un seul texte ; chaque case de la liste y prend sa place.',
    people: 'Tout commence par une liste. Voici celle d’une boutique, avec ses défauts.',
    send: 'Avant d’envoyer, vous savez ce que cela coûte. Personne ne recevra rien : c’est le bac à sable.',
  },
  message: {
    hint: 'Changez le texte : l’aperçu suit. Les flèches montrent le message d’une autre personne.',
    costly:
      '{chars} : ce message tient en 70 caractères au lieu de 160, à cause d’un seul signe. Dans vos campagnes, Griot propose de le remplacer et dit ce que vous y gagnez.',
    next: 'Voir la facture',
  },
  missing: {
    body: 'Le fichier d’exemple ou le compte d’essai a été retiré. Vous pouvez commencer avec votre propre liste.',
    title: 'La visite n’est pas possible ici',
  },
  people: {
    file: 'Liste d’exemple',
    filtered:
      '{formatted} personne ne doit plus rien : le filtre « {condition} » la laisse de côté. | {formatted} personnes ne doivent plus rien : le filtre « {condition} » les laisse de côté.',
    more: 'et {formatted} autre ligne | et {formatted} autres lignes',
    next: 'Écrire le message',
    problem: 'Ligne {line}, « {value} » : {reason}',
    same: '{names} ont le même numéro : un seul message part, avec les noms et la somme due.',
    second:
      'Pour {formatted} personne, le premier numéro manque ou ne peut pas servir : Griot prend le deuxième. | Pour {formatted} personnes, le premier numéro manque ou ne peut pas servir : Griot prend le deuxième.',
    told: 'Ce que Griot a vu dans la liste',
  },
  skip: 'Quitter la visite',
  steps: {
    message: 'Message',
    people: 'Destinataires',
    send: 'Facture',
  },
} as const
