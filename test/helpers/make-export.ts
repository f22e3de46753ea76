/**
 * A French Excel export as shops have them (`;`, Windows-1252, CRLF, accents, quoted cells), and the truth about it:
 * which rows are valid with which number and texts. The same options always give the same bytes.
 * No valid number ends in 00 to 09, which the sandbox gateway treats specially.
 */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import iconv from 'iconv-lite'

export interface ExportOptions {
  /** Data rows. Default 10,000. */
  readonly rows?: number
  /** Default 1. */
  readonly seed?: number
  /** Default CM. */
  readonly country?: 'CM' | 'TG' | 'CI'
  readonly encoding?: 'windows-1252' | 'utf-8'
  /** One row in a hundred has no first name. Default: all have one. */
  readonly namesMissing?: boolean
}

interface ExpectedRow {
  readonly line: number
  /** E.164. */
  readonly phone: string
  /** Cells in the order of `columns`. */
  readonly values: readonly string[]
}

export interface MadeExport {
  readonly path: string
  readonly columns: readonly string[]
  readonly rows: number
  readonly valid: number
  readonly invalid: number
  readonly duplicate: number
  /** The valid rows, in order. */
  readonly expected: readonly ExpectedRow[]
  readonly invalidLines: readonly number[]
  readonly duplicateLines: readonly number[]
}

const exportColumns = ['Prénom', 'Nom', 'N° Tél', 'Quartier', 'Montant dû (€)', 'Échéance'] as const

const firstNames = [
  'Aïcha',
  'Béatrice',
  'Chloé',
  'Désiré',
  'Élodie',
  'François',
  'Grâce',
  'Honoré',
  'Inès',
  'Joël',
  'Noël',
  'Thérèse',
  'Zoé',
]
const lastNames = [
  'Ngo Bassa',
  'Mbarga',
  'Tchoumi',
  'N’Diaye',
  'Kouassi',
  'Adjovi',
  'Fouda',
  'Etoundi',
  'Sœur Anne',
  'Ndoumbé',
  'Traoré',
  'Djoko',
]
const places = [
  'Akwa',
  'Bonabéri',
  'Marché; allée 3',
  'Face à l’école "La Source"',
  'Bépanda\ncarrefour',
  'Yaoundé – Bastos',
  'Nkolbisson',
]
/** What people leave in a phone column; none of it is a number that an SMS can be sent to. */
const badNumbers = ['', 'à compléter', '2,37677E+11', '67712', 'néant', 'N/A', '12']

interface Plan {
  readonly code: string
  readonly prefixes: readonly string[]
  /** Digits after the prefix. */
  readonly free: number
}
const plans: Readonly<Record<'CM' | 'TG' | 'CI', Plan>> = {
  CM: { code: '237', prefixes: ['67', '69'], free: 7 },
  TG: { code: '228', prefixes: ['90', '91', '92', '93'], free: 6 },
  CI: { code: '225', prefixes: ['07', '05', '01'], free: 8 },
}

const inPairs = (digits: string, separator: string): string =>
  (digits.length % 2 === 1
    ? [digits.slice(0, 1), ...(digits.slice(1).match(/../g) ?? [])]
    : (digits.match(/../g) ?? [])
  ).join(separator)

/** The six spellings. */
const spellings: readonly ((code: string, national: string) => string)[] = [
  (_code, national) => national,
  (_code, national) => inPairs(national, ' '),
  (code, national) => `+${code}${national}`,
  (code, national) => `00${code}${national}`,
  (code, national) => `(+${code}) ${inPairs(national, '.')}`,
  (code, national) => `${code} ${inPairs(national, '-')}`,
]

/** Mulberry32: small, fast, the same everywhere. */
function randomSource(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

const quoted = (cell: string): string => (/[;"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Writes the file: 3 % bad numbers, 5 % duplicates in another spelling, the rest valid. */
export async function makeExport(path: string, options: ExportOptions = {}): Promise<MadeExport> {
  const { rows = 10_000, seed = 1, country = 'CM', encoding = 'windows-1252', namesMissing = false } = options
  const random = randomSource(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)]!
  const plan = plans[country]
  const taken = new Set<string>()
  const used: string[] = []
  const freshNumber = (): string => {
    for (;;) {
      const head = String(random(10 ** (plan.free - 2))).padStart(plan.free - 2, '0')
      const national = pick(plan.prefixes) + head + String(10 + random(90))
      if (taken.has(national)) continue
      taken.add(national)
      used.push(national)
      return national
    }
  }
  const expected: ExpectedRow[] = []
  const invalidLines: number[] = []
  const duplicateLines: number[] = []
  const file = createWriteStream(path)
  let text = `${exportColumns.join(';')}\r\n`
  let line = 2
  for (let row = 0; row < rows; row++) {
    const kind = row % 100
    const place = pick(places)
    const amount = `${1 + random(900)} ${String(random(1000)).padStart(3, '0')},${random(2) === 0 ? '00' : '50'}`
    const day = `${String(1 + random(28)).padStart(2, '0')}/${String(1 + random(12)).padStart(2, '0')}/2026`
    const around = (phone: string): string[] => {
      const firstName = pick(firstNames)
      return [namesMissing && kind === 33 ? '' : firstName, pick(lastNames), phone, place, amount, day]
    }
    const spell = (national: string): string => spellings[row % spellings.length]!(plan.code, national)
    let values: string[]
    if (kind === 17 || kind === 50 || kind === 83) {
      values = around(pick(badNumbers))
      invalidLines.push(line)
    } else if (kind % 20 === 9) {
      values = around(spell(pick(used)))
      duplicateLines.push(line)
    } else {
      const national = freshNumber()
      values = around(spell(national))
      expected.push({ line, phone: `+${plan.code}${national}`, values })
    }
    text += `${values.map(quoted).join(';')}\r\n`
    line += place.includes('\n') ? 2 : 1
    if (text.length > 262_144) {
      if (!file.write(iconv.encode(text, encoding))) await once(file, 'drain')
      text = ''
    }
  }
  file.end(iconv.encode(text, encoding))
  await once(file, 'close')
  return {
    path,
    columns: exportColumns,
    rows,
    valid: expected.length,
    invalid: invalidLines.length,
    duplicate: duplicateLines.length,
    expected,
    invalidLines,
    duplicateLines,
  }
}
