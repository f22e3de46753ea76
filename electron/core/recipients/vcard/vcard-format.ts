/** A vCard file (the contacts of a telephone, of Google, of Outlook) as a table with a column for each number of a contact. */
import { basename } from 'node:path'
import type { Language } from '@shared/language'
import { yieldToEventLoop } from '../../yield-to-event-loop'
import { detectEncoding } from '../encoding/detect-encoding'
import { parseTextEncoding, type TextEncoding } from '../encoding/text-encoding'
import { readHead, refuseChangedFile, withFile, type ReadingOptions } from '../files/file-access'
import type { FileFormat, FileOpening } from '../files/file-format'
import { batchRows, sliceBatches, type RowBatch, type SourceRow } from '../row'
import { noFile } from '../source-table'
import { readVcards, type Vcard } from './read-vcard'

/** More numbers of one contact share the last column. */
const mostPhones = 20

interface Words {
  readonly columns: readonly [
    name: string,
    firstName: string,
    familyName: string,
    phone: string,
    kind: string,
    email: string,
    organisation: string,
    birthday: string,
  ]
  readonly kinds: Readonly<Record<string, string>>
}

const words: Readonly<Record<Language, Words>> = {
  fr: {
    columns: [
      'Nom complet',
      'Prénom',
      'Nom de famille',
      'Téléphone',
      'Type',
      'Adresse mail',
      'Organisation',
      'Anniversaire',
    ],
    kinds: {
      CELL: 'mobile',
      IPHONE: 'mobile',
      MOBILE: 'mobile',
      HOME: 'domicile',
      WORK: 'bureau',
      MAIN: 'principal',
      OTHER: 'autre',
    },
  },
  en: {
    columns: ['Full name', 'First name', 'Last name', 'Phone', 'Type', 'E-mail', 'Organisation', 'Birthday'],
    kinds: {
      CELL: 'mobile',
      IPHONE: 'mobile',
      MOBILE: 'mobile',
      HOME: 'home',
      WORK: 'work',
      MAIN: 'main',
      OTHER: 'other',
    },
  },
}

export const vcardFormat: FileFormat = {
  async recognises(handle) {
    const head = await readHead(handle, 512)
    // with or without byte order mark, in UTF-8 or UTF-16
    return /^\s*BEGIN:VCARD\s/i.test(
      head
        .toString('latin1')
        .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
        .replaceAll('\0', ''),
    )
  },
  async open(opening) {
    const { path, stamp, options, signal, language } = opening
    const chosen = typeof options.encoding === 'string' ? parseTextEncoding(options.encoding) : null
    const { encoding } = await withFile(path, (handle) =>
      detectEncoding(handle, { encoding: chosen, file: basename(path), signal }),
    )
    const phones = await countPhones(opening, encoding)
    return {
      ...noFile,
      kind: 'vcard',
      fileName: basename(path),
      stamp,
      encoding,
      ownHeadings: headings(phones, words[language]),
      read: (reading) => readRows(opening, encoding, phones, reading),
    }
  },
}

function headings(phones: number, { columns }: Words): string[] {
  const [name, firstName, familyName, phone, kind, email, organisation, birthday] = columns
  const numbers = Array.from({ length: phones }, (_, index) => [`${phone} ${index + 1}`, `${kind} ${index + 1}`]).flat()
  return [name, firstName, familyName, ...(phones === 1 ? [phone, kind] : numbers), email, organisation, birthday]
}

/** The most numbers that a contact has. */
async function countPhones(opening: FileOpening, encoding: TextEncoding): Promise<number> {
  let most = 1
  let count = 0
  for await (const { phones } of readVcards({ ...opening, encoding }, { signal: opening.signal })) {
    most = Math.max(most, phones.length)
    if (++count % batchRows === 0) await yieldToEventLoop(opening.signal)
  }
  return Math.min(most, mostPhones)
}

async function* readRows(
  opening: FileOpening,
  encoding: TextEncoding,
  phones: number,
  reading: ReadingOptions = {},
): AsyncGenerator<RowBatch> {
  await refuseChangedFile(opening.path, opening.stamp)
  let rows: SourceRow[] = []
  for await (const card of readVcards({ ...opening, encoding }, reading)) {
    rows.push(rowOf(card, phones, words[opening.language]))
    if (rows.length < batchRows) continue
    yield { rows, blank: 0 }
    rows = []
    await yieldToEventLoop(reading.signal)
  }
  yield* sliceBatches({ rows, blank: 0 })
}

function rowOf(card: Vcard, phones: number, { kinds }: Words): SourceRow {
  const numbers: string[] = []
  for (let index = 0; index < phones; index++) {
    const phone = card.phones[index]
    const kind = phone?.kind ?? ''
    const rest = index === phones - 1 ? card.phones.slice(phones).map(({ number }) => number) : []
    numbers.push([phone?.number ?? '', ...rest].join(' / '), kinds[kind.toUpperCase()] ?? kind)
  }
  const { birthday } = card
  const values = [card.fullName, card.firstName, card.familyName, ...numbers, card.email, card.organisation]
  const day = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(birthday)
  if (day === null) return { line: card.line, values: [...values, birthday] }
  if (day[1] === '-') return { line: card.line, values: [...values, `${day[3]}/${day[2]}`] }
  return {
    line: card.line,
    values: [...values, `${day[3]}/${day[2]}/${day[1]}`],
    typed: [...values.map(() => null), { kind: 'date', iso: birthday }],
  }
}
