/** A list as it was read: columns, encoding, first rows. */
export const source = {
  mapping: {
    choose: 'Choisir la colonne',
    firstName: 'Colonne du prénom',
    name: 'Colonne du nom',
    none: 'Aucune',
    phone: 'Colonne des numéros',
  },
  reading: {
    auto: 'Reconnu automatiquement',
    delimiter: 'Séparateur',
    delimiters: { bar: 'barre verticale', comma: 'virgule', semicolon: 'point-virgule', tab: 'tabulation' },
    encoding: 'Codage des caractères',
    header: 'Première ligne',
    headerNo: 'Déjà une personne',
    headerYes: 'Titres des colonnes',
    sheet: 'Feuille',
  },
  sample: 'Premières lignes',
} as const
