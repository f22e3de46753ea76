/** The frame of the window: sidebar, skip link, palette groups. */
export const frame = {
  actions: 'Actions',
  brand: 'Griot',
  darkTheme: 'Passer au thème sombre',
  finished: 'Campagne « {name} » terminée',
  lightTheme: 'Passer au thème clair',
  lowBalance: 'Solde bas : {account}',
  missed: {
    body: '« {name} » devait partir le {at}, mais Griot était fermé. Rien n’a été envoyé.',
    send: 'Envoyer maintenant',
    show: 'Voir la campagne',
    title: 'Un envoi prévu n’est pas parti',
  },
  navigation: 'Navigation principale',
  pages: 'Pages',
  paletteHint: 'Rechercher',
  quit: {
    background: 'Continuer en arrière-plan',
    body: 'Si vous quittez, l’envoi s’arrête et reprendra quand vous le demanderez. Personne ne sera oublié, personne ne recevra le message deux fois.',
    pause: 'Mettre en pause et quitter',
    stay: 'Rester',
    title: 'Une campagne est en cours d’envoi | Des campagnes sont en cours d’envoi',
  },
  running: {
    label: 'Campagnes en cours',
    pause: 'Mettre en pause {name}',
    progress: '{done} sur {total}',
    resume: 'Reprendre {name}',
  },
  seeAccounts: 'Voir les comptes',
  seeCampaign: 'Voir',
  skipped: '{name} : rien n’est parti du {from} au {to}, et il est trop tard pour le rattraper',
  skip: 'Aller au contenu',
  trial: {
    body: 'Elle ne reçoit plus de correctifs de sécurité : n’y mettez ni vraies clés ni vrais contacts.',
    title: 'Copie d’essai.',
  },
} as const
