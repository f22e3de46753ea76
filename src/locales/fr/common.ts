/** Words that several pages share. */
export const common = {
  csv: 'Tableau CSV',
  edit: 'Modifier',
  export: 'Exporter',
  exported: '{formatted} ligne exportée | {formatted} lignes exportées',
  import: 'Importer',
  more: 'Afficher la suite',
  notOffered: 'Cette passerelle ne le propose pas.',
  perSecond: 'par seconde',
  remove: 'Supprimer',
  restored: 'Rétabli',
  save: 'Enregistrer',
  showFile: 'Montrer le fichier',
  smsCount: '{formatted} SMS',
  stop: 'Arrêter',
  undo: 'Annuler',
  undoing: 'Annulation en cours',
} as const
