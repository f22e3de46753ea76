/**
 * Which operator a number was given out by, for reports «by operator». By prefix: a subscriber who changed operator and
 * kept the number (portability exists in Senegal and Côte d'Ivoire, among others) is counted with the first one.
 *
 * Source: libphonenumber's carrier tables (resources/carrier/en, 2026), which follow the regulators' plans (ART, ARTCI,
 * ARTP, ARCEP, AMRTP). Names are today's: Free (Senegal) and Togocom became Yas in 2024, Onatel, Sotelma and Libertis
 * sell as Moov Africa.
 */

/** Calling code → operator → first digits after the calling code. */
const ranges: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Cameroon
  237: {
    MTN: '650 651 652 653 654 67 680 681 682 683',
    Orange: '640 655 656 657 658 659 69 686 687 688 689',
    Nexttel: '66 684 685',
    Camtel: '242 243 62',
  },
  // Côte d'Ivoire
  225: { Moov: '01', MTN: '05', Orange: '07' },
  // Senegal
  221: { Orange: '77 78 71', Yas: '76', Expresso: '70', Promobile: '75', Hayo: '72' },
  // Benin
  229: {
    MTN: '0142 0146 0150 0151 0152 0153 0154 0156 0157 0159 0161 0162 0166 0167 0169 0190 0191 0196 0197',
    Moov: '0145 0155 0158 0160 0163 0164 0165 0168 0194 0195 0198 0199',
    Celtiis: '0140 0141 0143 0144 0147 0148 0149 0192 0193',
  },
  // Togo: 97 is given to both by different sources, so to none here
  228: { Yas: '70 71 72 73 90 91 92 93', Moov: '79 96 98 99' },
  // Gabon
  241: { 'Moov Africa': '62 65 66', Airtel: '74 76 77' },
  // Burkina Faso
  226: {
    Orange: '04 05 06 07 44 45 46 54 55 56 57 64 65 66 67 74 75 76 77',
    'Moov Africa': '01 02 03 50 51 52 53 60 61 62 63 70 71 72 73',
    'Telecel Faso': '58 68 69 78 79',
  },
  // Mali
  223: {
    Orange: '70 71 72 73 74 75 76 77 78 79 82 83 84 85 90 91 92 93 94',
    'Moov Africa': '60 61 62 63 64 65 66 67 68 69 89 95 96 97 98 99',
    Telecel: '50 51 52 53',
  },
}

const operators = new Map<string, string>()
for (const [code, byOperator] of Object.entries(ranges)) {
  for (const [operator, prefixes] of Object.entries(byOperator)) {
    for (const prefix of prefixes.split(' ')) operators.set(`+${code}${prefix}`, operator)
  }
}

/** The operator that gave out this E.164 number, or null where it is not known. */
export function operatorOf(e164: string): string | null {
  // `+`, three digits of calling code, and the longest prefix first.
  for (let length = 8; length > 5; length--) {
    const operator = operators.get(e164.slice(0, length))
    if (operator !== undefined) return operator
  }
  return null
}
