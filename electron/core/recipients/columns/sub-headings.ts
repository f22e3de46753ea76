/**
 * Headings on two lines: «Téléphone» merged over «Père» and «Mère». Only words of headings make a second line of them: a first
 * person without a number must stay a row.
 */
import type { SourceRow } from '../row'
import { isHeadingText } from './detect-header'

/** Words that stand under others: whose, and which part of an amount. */
const underWords = new Set(
  'pere mere maman papa conjoint epoux epouse father mother paye payee payes payees reste restant verse recu attendu paid due left appel appels call debut fin matin soir personnel domicile bureau home work principal secondaire'.split(
    ' ',
  ),
)

/** The joined headings (`Téléphone Père`); null where `lower` is a row like any other. */
export function joinSubHeadings(upper: SourceRow, lower: SourceRow | undefined): string[] | null {
  if (lower === undefined || lower.fault !== undefined) return null
  const width = Math.max(upper.values.length, lower.values.length)
  const joined: string[] = []
  let above = ''
  let isSpanned = false
  for (let column = 0; column < width; column++) {
    const own = cell(upper, column)
    const under = cell(lower, column)
    if (own !== '') above = own
    if (under === '') joined.push(own)
    else {
      const startsSpan = own !== '' && cell(upper, column + 1) === '' && cell(lower, column + 1) !== ''
      if (above === '' || (own !== '' && !startsSpan) || !isHeadingText(under, underWords)) return null
      isSpanned ||= own === ''
      joined.push(`${above} ${under}`)
    }
  }
  return isSpanned ? joined : null
}

function cell({ values }: SourceRow, column: number): string {
  return (values[column] ?? '').trim()
}
