/** Writes small XLSX files from their XML parts, good ones and hostile ones, with nothing but node:zlib. */
import { writeFile } from 'node:fs/promises'
import { deflateRawSync } from 'node:zlib'
import { crc32 } from '@core/recipients/spreadsheet/container/crc32'

export interface ZipPart {
  readonly name: string
  readonly content: Buffer | string
  /** What the entry claims to unpack to, where it lies. */
  readonly declaredSize?: number
  readonly checksum?: number
  readonly isEncrypted?: boolean
}

/** A ZIP file of deflated parts. */
export function makeZip(parts: readonly ZipPart[]): Buffer {
  const chunks: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const content = Buffer.from(part.content)
    const packed = deflateRawSync(content)
    const name = Buffer.from(part.name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(part.isEncrypted === true ? 1 : 0, 2)
    common.writeUInt16LE(8, 4)
    // 1 January 2026, so that the same parts give the same bytes
    common.writeUInt16LE(((2026 - 1980) << 9) | (1 << 5) | 1, 8)
    common.writeUInt32LE(part.checksum ?? crc32(content, 0), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(part.declaredSize ?? content.length, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, name, packed])
    const central = Buffer.alloc(16)
    central.writeUInt32LE(offset, 12)
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, central.subarray(2), name]))
    chunks.push(local)
    offset += local.length
  }
  const table = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(table.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...chunks, table, end])
}

export interface SheetContent {
  readonly name: string
  readonly isHidden?: boolean
  /** Rows of cells: text, or the XML of a cell without its reference (`<c t="n"><v>1</v></c>`). */
  readonly rows: readonly (readonly string[])[]
}

const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '_x000D_')

function columnLetters(index: number): string {
  return (index >= 26 ? columnLetters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))
}

/** The XML of a sheet whose text cells are shared strings. */
function sheetXml(rows: SheetContent['rows'], share: (text: string) => number): string {
  const lines = rows.map((cells, row) => {
    const written = cells.map((cell, column) => {
      const reference = `r="${columnLetters(column)}${row + 1}"`
      if (cell.startsWith('<c')) return cell.replace('<c', `<c ${reference}`)
      return cell === '' ? '' : `<c ${reference} t="s"><v>${share(cell)}</v></c>`
    })
    return `<row r="${row + 1}">${written.join('')}</row>`
  })
  return `<sheetData>${lines.join('')}</sheetData>`
}

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'

/** Styles of cells made here: 0 general, 1 date, 2 date and time, 3 ten digits, 4 thousands. */
const styles = `<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="165" formatCode="0#&quot; &quot;##&quot; &quot;##&quot; &quot;##&quot; &quot;##"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

/** The parts of a workbook, to be zipped or tampered with. */
export function workbookParts(sheets: readonly SheetContent[]): ZipPart[] {
  const strings: string[] = []
  const positions = new Map<string, number>()
  const share = (text: string): number => {
    const known = positions.get(text)
    if (known !== undefined) return known
    positions.set(text, strings.length)
    return strings.push(text) - 1
  }
  const sheetParts = sheets.map((sheet, index) => ({
    name: `xl/worksheets/sheet${index + 1}.xml`,
    content: `${xmlHead}<worksheet xmlns="${main}">${sheetXml(sheet.rows, share)}</worksheet>`,
  }))
  const listed = sheets.map(
    (sheet, index) =>
      `<sheet name="${escapeXml(sheet.name)}" sheetId="${index + 1}"${sheet.isHidden === true ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  )
  const relations = sheets.map(
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  )
  const overrides = sheetParts.map(
    (part) =>
      `<Override PartName="/${part.name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  )
  const shared = strings.map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`).join('')
  const next = sheets.length + 1
  const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  return [
    {
      name: '[Content_Types].xml',
      content: `${xmlHead}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/>${overrides.join('')}<Override PartName="/xl/sharedStrings.xml" ContentType="${kind}.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${xmlHead}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${xmlHead}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${listed.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${xmlHead}<Relationships xmlns="${packages}/relationships">${relations.join('')}<Relationship Id="rId${next}" Type="${office}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId${next + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    },
    { name: 'xl/styles.xml', content: xmlHead + styles },
    ...sheetParts,
    {
      name: 'xl/sharedStrings.xml',
      content: `${xmlHead}<sst xmlns="${main}" count="${strings.length}" uniqueCount="${strings.length}">${shared}</sst>`,
    },
  ]
}

/** Writes an XLSX file. */
export async function makeWorkbook(path: string, sheets: readonly SheetContent[]): Promise<void> {
  await writeFile(path, makeZip(workbookParts(sheets)))
}
