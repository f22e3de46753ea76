/**
 * Whether the first row holds headings or already a recipient, in French and English files, and how many title lines
 * (one cell of text above the table, as in `Liste des clients 2026`) stand before the headings.
 */
import type { SourceRow } from '../row'
import { headingWords } from './headings'

/** Words that only headings use, as headingWords gives them. */
const knownWords = new Set(
  (
    'nom noms prenom prenoms name names first last full surname civilite titre title tel tels telephone telephones ' +
    'telephonique phone phones mobile mobiles portable portables gsm whatsapp cell cellulaire cellphone msisdn numero ' +
    'numeros number numbers num no contact contacts fax email mail courriel adresse address ville city quartier pays ' +
    'country region commune montant amount solde balance du due dette prix price total date echeance jour heure time ' +
    'age sexe genre gender classe class matricule id identifiant code reference ref client clients customer eleve ' +
    'student parent tuteur membre member groupe group observation observations remarque remarques note notes comment ' +
    'commentaire statut status profession societe entreprise company facture invoice produit product quantite message ' +
    'destinataire recipient patient fidele boutique agence service poste naissance birthday anniversaire'
  ).split(' '),
)

/** How many rows are looked at. */
const judgedRows = 20

/**
 * Position of the heading row among `rows`, or null where the file starts with data. Rows before it are titles.
 * @param rows the first rows of the file, blank ones left out
 */
export function detectHeader(rows: readonly SourceRow[]): number | null {
  const judged = rows.slice(0, judgedRows)
  const widths = judged.map((row) => filledCells(row).length)
  const usualWidth = Math.max(...widths, 1)
  for (const [index, row] of judged.entries()) {
    const isTitle = widths[index] === 1 && usualWidth > 1 && index < 10
    if (isTitle) continue
    // titles without headings under them are kept as rows: nothing is dropped on a guess
    return isHeading(row, judged.slice(index + 1)) ? index : null
  }
  return null
}

function filledCells(row: SourceRow): string[] {
  return row.values.filter((cell) => cell.trim() !== '')
}

function isHeading(row: SourceRow, below: readonly SourceRow[]): boolean {
  const cells = filledCells(row)
  if (cells.some((cell) => countDigits(cell) >= 7 || cell.includes('@'))) return false
  if (
    cells.some((cell) =>
      headingWords(cell)
        .split(' ')
        .some((word) => knownWords.has(word)),
    )
  )
    return true
  if (cells.some(isFigure)) return false
  // unknown words: headings where a column holds figures and its first cell does not
  return row.values.some((cell, column) => {
    const figures = below.filter((other) => isFigure(other.values[column] ?? '')).length
    return cell.trim() !== '' && figures > below.length / 2
  })
}

/** Phone numbers, amounts, dates. */
function isFigure(cell: string): boolean {
  const digits = countDigits(cell)
  return digits > 0 && digits >= cell.replace(/\s/g, '').length / 2
}

function countDigits(cell: string): number {
  return cell.replace(/\D/g, '').length
}
