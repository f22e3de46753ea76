/** The contacts of a vCard file, one after the other, as it streams by. */
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import { createTextDecoding, type TextEncoding } from '../encoding/text-encoding'
import { readChunks, type FileStamp, type ReadingOptions } from '../files/file-access'
import { isQuotedPrintable, parseProperty, plainValue, valueParts, type VcardProperty } from './vcard-lines'

export interface VcardPhone {
  readonly number: string
  /** As the file names it: `CELL`, `HOME`, or the person's own word; empty where it names none. */
  readonly kind: string
  readonly isPreferred: boolean
}

export interface Vcard {
  /** Line of its BEGIN. */
  readonly line: number
  readonly fullName: string
  readonly familyName: string
  readonly firstName: string
  readonly organisation: string
  readonly email: string
  /** `2026-01-05`, `--01-05` where the file says no year, else as it stands. */
  readonly birthday: string
  readonly phones: readonly VcardPhone[]
}

const birthday = /^(\d{4}|-)-?(\d\d)-?(\d\d)(?:T.*)?$/
/** What Apple writes for no year (X-APPLE-OMIT-YEAR). */
const noYear = '1604'
const longestProperty = 1_048_576
/** Pictures and sounds, never looked at. */
const heavy = /^(?:[^:;]*\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]/i

/** @throws AppError file_vcard_cut where the file ends inside a contact, file_line_too_long, cancelled */
export async function* readVcards(
  file: { readonly path: string; readonly stamp: FileStamp; readonly encoding: TextEncoding },
  reading: ReadingOptions,
): AsyncGenerator<Vcard> {
  const name = basename(file.path)
  let card: VcardProperty[] | null = null
  let start = 0
  for await (const property of properties(file, reading)) {
    const isBegin = property.name === 'BEGIN'
    const isEnd = property.name === 'END'
    // a contact that never ends is over where the next one begins
    if (card !== null && (isBegin || isEnd)) yield contactOf(card, start)
    if (isBegin) {
      card = []
      start = property.line
    } else if (isEnd) card = null
    else card?.push(property)
  }
  if (card !== null) throw new AppError('file_vcard_cut', { file: name, line: start })
}

async function* properties(
  { path, stamp, encoding }: { readonly path: string; readonly stamp: FileStamp; readonly encoding: TextEncoding },
  reading: ReadingOptions,
): AsyncGenerator<VcardProperty> {
  let pieces: string[] = []
  let length = 0
  let start = 1
  let isSoft = false
  const complete = (): VcardProperty | null => {
    const written = pieces.join('')
    pieces = []
    length = 0
    return heavy.test(written) ? null : parseProperty(written, start, encoding)
  }
  for await (const { text, line } of physicalLines(path, stamp, encoding, reading)) {
    const isFolded: boolean = pieces.length > 0 && (isSoft || /^[ \t]/.test(text))
    if (!isFolded) {
      const property = pieces.length === 0 ? null : complete()
      if (property !== null) yield property
      start = line
    }
    const added: string = isFolded && !isSoft ? text.slice(1) : text
    const head = pieces[0] ?? added
    isSoft =
      added.endsWith('=') &&
      isQuotedPrintable(
        head
          .slice(0, Math.max(0, head.indexOf(':')))
          .toUpperCase()
          .split(';'),
      )
    // the first piece of a picture says enough
    if (pieces.length === 0 || !heavy.test(head)) pieces.push(isSoft ? added.slice(0, -1) : added)
    length += added.length
    if (length > longestProperty && !heavy.test(head)) {
      throw new AppError('file_line_too_long', { file: basename(path), line: start })
    }
  }
  const last = pieces.length === 0 ? null : complete()
  if (last !== null) yield last
}

async function* physicalLines(
  path: string,
  stamp: FileStamp,
  encoding: TextEncoding,
  reading: ReadingOptions,
): AsyncGenerator<{ readonly text: string; readonly line: number }> {
  const decoding = createTextDecoding(encoding)
  let rest = ''
  let line = 1
  for await (const chunk of readChunks(path, stamp.size, reading)) {
    const lines = (rest + decoding.write(chunk)).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length > longestProperty) throw new AppError('file_line_too_long', { file: basename(path), line })
    for (const text of lines) yield { text, line: line++ }
  }
  for (const text of (rest + decoding.end()).split(/\r\n|\n|\r/)) yield { text, line: line++ }
}

function contactOf(card: readonly VcardProperty[], line: number): Vcard {
  const first = (name: string): string => {
    const found = card.find((property) => property.name === name && property.value.trim() !== '')
    return found === undefined ? '' : plainValue(found.value)
  }
  const [familyName = '', firstName = ''] = valueParts(card.find(({ name }) => name === 'N')?.value ?? '')
  const organisation = valueParts(card.find(({ name }) => name === 'ORG')?.value ?? '').filter((part) => part !== '')
  const fullName = first('FN')
  return {
    line,
    fullName: fullName === '' ? [firstName, familyName].filter((part) => part !== '').join(' ') : fullName,
    familyName,
    firstName,
    organisation: organisation.join(', '),
    email: first('EMAIL'),
    birthday: first('BDAY').replace(
      birthday,
      (_day, year: string, month: string, day: string) => `${year === noYear ? '-' : year}-${month}-${day}`,
    ),
    phones: card
      .filter(({ name }) => name === 'TEL')
      .flatMap((property) => phoneOf(property, card))
      .sort(byUse),
  }
}

/** Not the number of a fax machine. */
function phoneOf(property: VcardProperty, card: readonly VcardProperty[]): VcardPhone[] {
  const types = property.parameters
    .flatMap((parameter) => parameter.replace(/^TYPE=/, '').split(','))
    .map((type) => type.replace(/"/g, '').trim())
  // RFC 3966: tel:+237-677…;ext=12
  const number = plainValue(property.value).replace(/^tel:/i, '').replace(/;.*$/, '').trim()
  if (number === '' || types.includes('FAX')) return []
  const own =
    property.group === '' ? undefined : card.find(({ name, group }) => name === 'X-ABLABEL' && group === property.group)
  const kind =
    own === undefined
      ? (types.find((type) => kinds.has(type)) ?? '')
      : plainValue(own.value).replace(/^_\$!<(.*)>!\$_$/, '$1')
  return [{ number, kind, isPreferred: types.includes('PREF') || types.some((type) => type.startsWith('PREF=')) }]
}

const kinds = new Set(['CELL', 'IPHONE', 'HOME', 'WORK', 'MAIN', 'OTHER'])

/** The preferred number first, then mobile phones. */
function byUse(left: VcardPhone, right: VcardPhone): number {
  const rank = ({ isPreferred, kind }: VcardPhone): number =>
    isPreferred ? 0 : /^(?:cell|iphone|mobile|portable)$/i.test(kind) ? 1 : 2
  return rank(left) - rank(right)
}
