/** The sections of the program: the name in the sidebar and the title of the page. */
export const sections = {
  accounts: 'Comptes',
  archives: 'Archives',
  campaign: 'Campagne',
  campaigns: 'Campagnes',
  contacts: 'Contacts',
  guide: 'Guide',
  history: 'Historique',
  home: 'Accueil',
  newCampaign: 'Nouvelle campagne',
  settings: 'Réglages',
  templates: 'Modèles',
  tour: 'Visite guidée',
} as const
