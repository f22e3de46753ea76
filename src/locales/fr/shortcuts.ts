/** The dialog of keyboard shortcuts. */
export const shortcuts = {
  choose: 'Sélectionner la ligne',
  close: 'Fermer ce qui est ouvert',
  everywhere: 'Partout',
  find: 'Chercher dans la page',
  larger: 'Agrandir le texte',
  lists: 'Dans les listes',
  move: 'Changer de ligne',
  normalSize: 'Taille normale du texte',
  open: 'Ouvrir la ligne',
  palette: 'Chercher une page ou une action',
  rowMenu: 'Actions de la ligne',
  smaller: 'Réduire le texte',
  spaceKey: 'Espace',
} as const
