/**
 * What surrounds the sheets of an XLSX file (ECMA-376 Part 1 §18): their names and files, the shared strings, the styles
 * that tell dates from numbers.
 */
import type { FileHandle } from 'node:fs/promises'
import { posix } from 'node:path'
import { AppError } from '@shared/errors'
import type { Language } from '@shared/language'
import { CellFormats } from './cell-format'
import { attribute, XmlScanner, type XmlHandler } from './container/xml-scanner'
import { readZipEntry, type EntryReading, type ZipEntry } from './container/zip-archive'

export interface SheetEntry {
  readonly name: string
  readonly isHidden: boolean
  readonly entry: ZipEntry
}

export interface Workbook {
  readonly sheets: readonly SheetEntry[]
  readonly sharedStrings: readonly string[]
  /** Codes of number formats, by the `s` attribute of a cell. */
  readonly formatCodes: readonly string[]
  readonly formats: CellFormats
}

/** Shared strings are held in memory; a spreadsheet of a million rows of people has some 100 MB of them. */
const mostSharedBytes = 268_435_456
const mostPartBytes = 33_554_432

export interface WorkbookFile {
  readonly handle: FileHandle
  readonly entries: ReadonlyMap<string, ZipEntry>
  readonly file: string
  readonly signal?: AbortSignal | undefined
}

/** Names of parts are the same in any case (ECMA-376 Part 2 §6.2.2.3). */
function partKey(path: string): string {
  return path.toLowerCase()
}

/** @throws AppError file_excel_damaged, file_excel_protected, file_too_large, cancelled */
export async function readWorkbook(archive: WorkbookFile, language: Language): Promise<Workbook> {
  const damaged = (): AppError => new AppError('file_excel_damaged', { file: archive.file })
  const workbookPath = await mainPart(archive)
  if (!archive.entries.has(partKey(workbookPath))) throw damaged()
  const relations = await readRelations(archive, relationsPath(workbookPath))
  const sheets: SheetEntry[] = []
  let uses1904 = false
  await scanPart(archive, workbookPath, {
    open(name, attributes) {
      if (name === 'workbookPr') uses1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '')
      if (name !== 'sheet') return
      const relation = relations.get(relationId(attributes) ?? '')
      // chart sheets and macro sheets hold no rows
      if (relation?.type !== 'worksheet') return
      const entry = archive.entries.get(partKey(relation.path))
      if (entry === undefined) throw damaged()
      const state = attribute(attributes, 'state')
      sheets.push({
        name: unescapeText(attribute(attributes, 'name') ?? ''),
        isHidden: state === 'hidden' || state === 'veryHidden',
        entry,
      })
    },
  })
  const partOf = (type: string): string | undefined =>
    [...relations.values()].find((relation) => relation.type === type)?.path
  // some programs name this part even where no cell has a shared text, and leave it out; the others must be there
  const strings = partOf('sharedStrings')
  const hasStrings = strings !== undefined && archive.entries.has(partKey(strings))
  const formats = new CellFormats(language, uses1904)
  return {
    sheets,
    sharedStrings: hasStrings ? await readSharedStrings(archive, strings) : [],
    formatCodes: await readFormatCodes(archive, partOf('styles'), formats),
    formats,
  }
}

interface Relation {
  /** Last part of the relationship's type, the same in transitional and strict files. */
  readonly type: string
  readonly path: string
}

async function mainPart(archive: WorkbookFile): Promise<string> {
  const relations = await readRelations(archive, '_rels/.rels')
  const main = [...relations.values()].find((relation) => relation.type === 'officeDocument')
  return main?.path ?? 'xl/workbook.xml'
}

function relationsPath(part: string): string {
  return posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`)
}

async function readRelations(archive: WorkbookFile, path: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>()
  if (!archive.entries.has(partKey(path))) return relations
  const folder = posix.dirname(posix.dirname(path))
  await scanPart(archive, path, {
    open(name, attributes) {
      if (name !== 'Relationship') return
      const target = attribute(attributes, 'Target') ?? ''
      relations.set(attribute(attributes, 'Id') ?? '', {
        type: posix.basename(attribute(attributes, 'Type') ?? ''),
        path: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
      })
    },
  })
  return relations
}

/** `r:id`, whatever the prefix; `sheetId` is something else. */
function relationId(attributes: string): string | null {
  return /:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? null
}

async function readSharedStrings(archive: WorkbookFile, path: string): Promise<string[]> {
  const strings: string[] = []
  const collector = new RichText()
  await scanPart(
    archive,
    path,
    {
      open(name) {
        if (name === 'si') collector.start()
        else collector.open(name)
      },
      close(name) {
        if (name === 'si') strings.push(collector.take())
        else collector.close(name)
      },
      text: (text) => collector.text(text),
    },
    mostSharedBytes,
  )
  return strings
}

async function readFormatCodes(
  archive: WorkbookFile,
  path: string | undefined,
  formats: CellFormats,
): Promise<string[]> {
  const codes = new Map<number, string>()
  const formatIds: number[] = []
  if (path === undefined) return []
  let inCellFormats = false
  await scanPart(archive, path, {
    open(name, attributes) {
      if (name === 'numFmt') {
        const id = Number(attribute(attributes, 'numFmtId'))
        // Excel never lets a file change what its own short dates look like
        if (id !== 14 && id !== 22) codes.set(id, attribute(attributes, 'formatCode') ?? '')
      } else if (name === 'cellXfs') inCellFormats = true
      else if (name === 'xf' && inCellFormats) formatIds.push(Number(attribute(attributes, 'numFmtId') ?? 0))
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false
    },
  })
  return formatIds.map((id) => codes.get(id) ?? formats.builtIn(id))
}

/** Text of `<t>` elements, rich text joined, phonetic readings left out. */
export class RichText {
  #text = ''
  #inText = false
  #inPhonetic = false

  start(): void {
    this.#text = ''
  }

  open(name: string): void {
    if (name === 't') this.#inText = !this.#inPhonetic
    else if (name === 'rPh') this.#inPhonetic = true
  }

  close(name: string): void {
    if (name === 't') this.#inText = false
    else if (name === 'rPh') this.#inPhonetic = false
  }

  text(text: string): void {
    if (this.#inText) this.#text += text
  }

  take(): string {
    return unescapeText(this.#text)
  }
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376 Part 1 §22.4.2.4). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([\da-f]{4})_/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

async function scanPart(
  archive: WorkbookFile,
  path: string,
  handler: Partial<XmlHandler>,
  mostBytes = mostPartBytes,
): Promise<void> {
  const entry = archive.entries.get(partKey(path))
  if (entry === undefined) throw new AppError('file_excel_damaged', { file: archive.file })
  const reading: EntryReading = { mostBytes, file: archive.file, signal: archive.signal }
  const scanner = new XmlScanner(
    {
      open: handler.open ?? (() => undefined),
      close: handler.close ?? (() => undefined),
      text: handler.text ?? (() => undefined),
    },
    archive.file,
  )
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of readZipEntry(archive.handle, entry, reading)) {
    scanner.write(decoder.decode(chunk, { stream: true }))
  }
  scanner.write(decoder.decode())
  scanner.end()
}
