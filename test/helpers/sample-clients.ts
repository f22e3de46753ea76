/**
 * What resources/samples holds: the fictional customers of a shop in Douala, for the first tour, with faults to learn
 * from. The test of the samples says how to write the files anew.
 */
import iconv from 'iconv-lite'
import { makeZip, workbookParts } from './make-workbook'

export const sampleColumns = [
  'Prénom',
  'Nom',
  'Téléphone',
  'Téléphone 2',
  'Ville',
  'Montant dû (FCFA)',
  'Échéance',
] as const

/**
 * Lines 3 and 9 are sisters with their mother's number, line 14 was damaged by a spreadsheet, lines 16 and 22 owe nothing, line 17
 * has only a second number, line 19 is an Ivorian number of before 2021, line 20 holds a formula that found nothing.
 */
export const sampleRows: readonly (readonly string[])[] = [
  ['Aïcha', 'Mbarga', '677 00 10 11', '', 'Douala', '12500', '15/12/2026'],
  ['Béatrice', 'Ngo Bassa', '+237 699 00 10 12', '', 'Yaoundé', '8000', '15/12/2026'],
  ['Chantal', 'Fouda', '655001013', '', 'Douala', '23750', '20/12/2026'],
  ['Désiré', 'Tchoumi', '00237 677 00 10 14', '', 'Bafoussam', '5000', '20/12/2026'],
  ['Élodie', 'Etoundi', '6 99 00 10 15', '677 00 10 35', 'Yaoundé', '41000', '15/12/2026'],
  ['François', 'Ndoumbé', '(+237) 677.00.10.16', '', 'Douala', '17200', '31/12/2026'],
  ['Grâce', 'Ewane', '670-00-10-17', '', 'Limbé', '9500', '15/12/2026'],
  ['Ariane', 'Ngo Bassa', '699001012', '', 'Yaoundé', '6500', '15/12/2026'],
  ['Hervé', 'Kamga', '237 651 00 10 18', '', 'Bafoussam', '6300', '31/12/2026'],
  ['Inès', 'Abena', '694001019', '', 'Ebolowa', '15000', '20/12/2026'],
  ['Joël', 'Moukoko', '677001020', '', 'Douala', '28400', '15/12/2026'],
  ['Karine', 'Biya Manga', '656 00 10 21', '', 'Kribi', '7750', '31/12/2026'],
  ['Lucien', 'Djoko', '2,37677E+11', '', 'Dschang', '11000', '20/12/2026'],
  ['Mireille', 'Atangana', '+237 690 00 10 22', '699 00 10 36', 'Yaoundé', '19900', '15/12/2026'],
  ['Noël', 'Simo', '675001023', '', 'Bafoussam', '0', '20/12/2026'],
  ['Odile', 'Essomba', '-', '699 00 10 24', 'Douala', '32000', '31/12/2026'],
  ['Patrice', 'Njoya', '6 77 00 10 25', '', 'Foumban', '13600', '15/12/2026'],
  ['Aya', 'Kouassi', '+225 07 00 10 26', '', 'Abidjan', '21000', '20/12/2026'],
  ['Rosine', 'Mengue', '693001027', '', '#N/A', '10400', '31/12/2026'],
  ['Serge', 'Nana', '679 00 10 28', '655 00 10 37', 'Douala', '26800', '15/12/2026'],
  ['Thérèse', 'Owona', '+237 655 00 10 29', '', 'Yaoundé', '0', '20/12/2026'],
  ['Ulrich', 'Fotso', '671001030', '', 'Bafoussam', '18500', '15/12/2026'],
  ['Véronique', 'Sœur Anne', '697 00 10 31', '', 'Édéa', '14250', '31/12/2026'],
  ['William', 'Tabe', '00237 676 00 10 32', '', 'Buea', '7000', '20/12/2026'],
  ['Zoé', 'Nkolo', '698001033', '', 'Douala', '22600', '15/12/2026'],
]

/** As Excel in French saves: `;`, Windows-1252, CRLF. */
export function sampleCsv(): Buffer {
  const lines = [sampleColumns, ...sampleRows].map((row) => `${row.join(';')}\r\n`)
  return iconv.encode(lines.join(''), 'windows-1252')
}

/** The same rows; amounts and bare phone numbers as numbers, dates as dates. */
export function sampleWorkbook(): Buffer {
  const rows = sampleRows.map((row) =>
    row.map((cell, column) => {
      if (column === 6) return `<c s="1"><v>${excelDay(cell)}</v></c>`
      if (cell === '#N/A') return `<c t="e"><v>${cell}</v></c>`
      return /^\d+$/.test(cell) ? `<c><v>${cell}</v></c>` : cell
    }),
  )
  return makeZip(workbookParts([{ name: 'Clients', rows: [sampleColumns, ...rows] }]))
}

/** `15/12/2026` as a day of Excel's 1900 calendar. */
function excelDay(date: string): number {
  const [day = 1, month = 1, year = 1900] = date.split('/').map(Number)
  return (Date.UTC(year, month - 1, day) - Date.UTC(1899, 11, 30)) / 86_400_000
}
