/** Commands of the palette and of the menu. */
export const commands = {
  addAccount: 'Ajouter un compte',
  backup: 'Créer une sauvegarde',
  doctor: 'Vérifier que tout va bien',
  guide: 'Ouvrir le guide',
  importContacts: 'Importer des contacts',
  language: {
    en: 'Switch to English',
    fr: 'Passer en français',
  },
  newContact: 'Nouveau contact',
  newTemplate: 'Nouveau modèle',
  optOuts: 'Voir les désinscriptions',
  searchHistory: 'Chercher dans l’historique',
  shortcuts: 'Raccourcis clavier',
  tour: 'Faire la visite guidée',
  words: {
    gateway: 'passerelle',
    send: 'envoyer',
  },
} as const
