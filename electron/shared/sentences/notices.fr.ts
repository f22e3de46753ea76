/** What is said of how a source was read, in French. */
import type { NoticeCode } from '../contract/reading-report'

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many)

export const noticeSentences = {
  /** @param others the sheets that are not read, or the columns that are hidden, quoted */
  sentences: {
    ragged_rows: (count) =>
      `${count} ${plural(count, 'ligne n’a', 'lignes n’ont')} pas autant de cases que les titres : celles qui peuvent se lire de plusieurs façons sont à corriger.`,
    cut_numbers: (count) =>
      `${count} ${plural(count, 'ligne a un nombre peut-être coupé', 'lignes ont un nombre peut-être coupé')} à sa virgule (« 12 » puis « 500 » pour 12,500) : relisez les montants, ou enregistrez le fichier avec des points-virgules.`,
    repaired_quotes: (count) =>
      `${count} ${plural(count, 'ligne aux guillemets mal placés a été lue', 'lignes aux guillemets mal placés ont été lues')} quand même.`,
    bad_bytes: (count) =>
      `${count} ${plural(count, 'caractère est illisible et devient « � »', 'caractères sont illisibles et deviennent « � »')}.`,
    doubtful_encoding: (count) =>
      `Le codage du texte n’est pas certain (${count} ${plural(count, 'ligne à relire', 'lignes à relire')}) : vérifiez les accents.`,
    invisible_marks: (count) =>
      `${count} ${plural(count, 'case contenait des marques invisibles, qui ont été retirées', 'cases contenaient des marques invisibles, qui ont été retirées')}.`,
    hidden_rows: (count) => `${count} ${plural(count, 'ligne masquée', 'lignes masquées')} dans la feuille.`,
    hidden_columns: (count, names) =>
      `${count} ${plural(count, 'colonne masquée est lue', 'colonnes masquées sont lues')} comme les autres : ${names}.`,
    merged_cells: (count) =>
      `${count} ${plural(count, 'ligne a une case fusionnée', 'lignes ont des cases fusionnées')} avec une ligne au-dessus : ces cases comptent comme vides. Annulez la fusion et répétez la valeur sur chaque ligne.`,
    other_sheets: (count, others) =>
      `${count} ${plural(count, 'autre feuille n’est pas lue', 'autres feuilles ne sont pas lues')} : ${others}.`,
    error_values: (count) =>
      `${count} ${plural(count, 'case en erreur compte', 'cases en erreur comptent')} comme vide${plural(count, '', 's')}.`,
    no_cached_values: (count) =>
      `${count} ${plural(count, 'formule n’a pas de résultat enregistré', 'formules n’ont pas de résultat enregistré')} : ouvrez le fichier dans Excel ou LibreOffice, enregistrez-le et recommencez.`,
    ambiguous_numbers: (count) =>
      `${count} ${plural(count, 'nombre peut', 'nombres peuvent')} se lire de deux façons (1.250 : mille deux cent cinquante ou un virgule vingt-cinq) : choisissez le signe décimal.`,
    ambiguous_dates: (count) =>
      `${count} ${plural(count, 'date peut', 'dates peuvent')} se lire de deux façons (05/01 : 5 janvier ou 1er mai).`,
    second_numbers: (count) =>
      `${count} ${plural(count, 'ligne sera jointe', 'lignes seront jointes')} par un autre numéro que le premier.`,
    added_numbers: (count) =>
      `${count} ${plural(count, 'second numéro compte', 'seconds numéros comptent')} comme une ligne de plus, chacun son message.`,
    unusable_numbers: (count) =>
      `${count} ${plural(count, 'numéro inutilisable laissé de côté', 'numéros inutilisables laissés de côté')} : ${plural(count, 'sa ligne a un autre numéro ou est', 'leurs lignes ont un autre numéro ou sont')} à corriger.`,
    corrections_lost: (count) =>
      `${count} ${plural(count, 'numéro corrigé à la main n’a pas été repris : sa ligne a changé, n’est plus dans la liste ou ressemble à une autre. Corrigez-le', 'numéros corrigés à la main n’ont pas été repris : leurs lignes ont changé, ne sont plus dans la liste ou se ressemblent. Corrigez-les')} de nouveau.`,
  } satisfies Record<NoticeCode, (count: number, others: string) => string>,
  /** @param more there are others */
  lines: (list: string, count: number, more: boolean): string =>
    `(${plural(count, 'ligne', 'lignes')} ${list}${more ? '…' : ''})`,
  quoted: (name: string): string => `« ${name} »`,
} as const
