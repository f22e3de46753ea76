/**
 * Whether the first row holds headings or already a recipient, in French and English files, and how many title lines
 * (one cell of text above the table, as in `Liste des clients 2026`) stand before the headings.
 */
import type { SourceRow } from '../row'
import { headingWords } from './headings'
import { countDigits, isFigure, isPhoneLike } from './ragged-rows'

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

const noWords: ReadonlySet<string> = new Set()

/** How many rows are looked at, and how many of them may stand above the headings. */
const judgedRows = 60
const mostTitles = 20

/**
 * Position of the heading row among `rows`, or null where the file starts with data. Rows before it are titles.
 * The rows under it count most: headings stand over a column of phone numbers without being one.
 * @param rows the first rows of the file, blank ones left out
 */
export function detectHeader(rows: readonly SourceRow[]): number | null {
  const judged = rows.slice(0, judgedRows)
  const column = phoneColumn(judged)
  return column === null ? headingByItself(judged) : headingOverNumbers(judged, column)
}

/** The column with most phone numbers, at least two of them or a third of the rows. */
function phoneColumn(rows: readonly SourceRow[]): number | null {
  const counts = new Map<number, number>()
  for (const { values } of rows) {
    for (const [column, cell] of values.entries()) {
      if (isPhoneLike(cell)) counts.set(column, (counts.get(column) ?? 0) + 1)
    }
  }
  const [best] = [...counts].sort((left, right) => right[1] - left[1] || left[0] - right[0])
  return best !== undefined && best[1] >= Math.min(2, rows.length / 3) ? best[0] : null
}

/** Of the rows above the first number the one with most words of headings; the lowest of equals. */
function headingOverNumbers(rows: readonly SourceRow[], column: number): number | null {
  const first = rows.findIndex((row) => isPhoneLike(row.values[column] ?? ''))
  let best: number | null = null
  let bestWords = 0
  for (let index = 0; index < Math.min(first, mostTitles); index++) {
    const words = headingCells(rows[index])
    if (words > 0 && words >= bestWords) {
      best = index
      bestWords = words
    }
  }
  if (best !== null) return best
  // unknown words: headings where one stands over the numbers
  const above = rows[first - 1]
  return above !== undefined && first <= mostTitles && isWord(above.values[column] ?? '') ? first - 1 : null
}

/** How many cells hold a word that only headings use. Addresses and numbers are none, whatever stands beside them. */
function headingCells(row: SourceRow | undefined): number {
  if (row === undefined) return 0
  const cells = filledCells(row)
  if (cells.some((cell) => cell.includes('@') || isPhoneLike(cell))) return 0
  return cells.filter(hasKnownWord).length
}

/** Whether a line of text is made of words of headings only: «Nom et téléphone». */
export function isHeadingText(text: string, more: ReadonlySet<string> = noWords): boolean {
  const words = headingWords(text.slice(0, 200)).split(' ')
  const isKnown = (word: string): boolean => knownWords.has(word) || more.has(word)
  return words.some(isKnown) && words.every((word) => word.length <= 2 || isKnown(word))
}

function hasKnownWord(cell: string): boolean {
  return headingWords(cell.slice(0, 200))
    .split(' ')
    .some((word) => knownWords.has(word))
}

const isWord = (cell: string): boolean => /\p{Letter}/u.test(cell) && !isFigure(cell)

function headingByItself(judged: readonly SourceRow[]): number | null {
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
  if (cells.some(hasKnownWord)) return true
  if (cells.some(isFigure)) return false
  // unknown words: headings where a column holds figures and its first cell does not
  return row.values.some((cell, column) => {
    const figures = below.filter((other) => isFigure(other.values[column] ?? '')).length
    return cell.trim() !== '' && figures > below.length / 2
  })
}
