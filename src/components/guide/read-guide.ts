/**
 * The user's guide (docs/guide.*.md) as blocks to draw. It knows the little Markdown that the guides use, which
 * test/unit/docs checks: headings, paragraphs, flat lists, tables, **bold**, _slanted_ and `code`. Pure; makes no HTML.
 */

export interface Piece {
  readonly kind: 'plain' | 'bold' | 'slanted' | 'code'
  readonly text: string
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string; readonly id: string }
  | { readonly kind: 'paragraph'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Piece[])[] }
  | { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
type Cell = readonly Piece[]

const listStart = /^(?:-|(\d+)\.) +/

/** Blocks in order; headings get ids `guide-1`, `guide-2`… of their place. */
export function readGuide(markdown: string): Block[] {
  let headings = 0
  return markdown
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): Block => {
      const heading = /^(#{1,3}) +(.+)$/.exec(part)
      if (heading) {
        headings += 1
        const level = heading[1]?.length === 1 ? 1 : heading[1]?.length === 2 ? 2 : 3
        return { kind: 'heading', level, text: heading[2] ?? '', id: `guide-${headings}` }
      }
      if (part.startsWith('|')) return readTable(part.split('\n'))
      const start = listStart.exec(part)
      if (start) return { kind: 'list', ordered: start[1] !== undefined, items: readItems(part.split('\n')) }
      return { kind: 'paragraph', pieces: readPieces(part.replaceAll('\n', ' ')) }
    })
}

/** An item goes on over the lines that start none. */
function readItems(lines: readonly string[]): Piece[][] {
  const items: string[] = []
  for (const line of lines) {
    const start = listStart.exec(line)
    if (start) items.push(line.slice(start[0].length))
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
  }
  return items.map(readPieces)
}

function readTable(lines: readonly string[]): Block {
  const cells = (line: string): Piece[][] =>
    line
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => readPieces(cell.trim()))
  // the second line only draws the rule under the headings
  const [head = '', , ...rows] = lines
  return { kind: 'table', head: cells(head), rows: rows.map(cells) }
}

const marked = /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\p{L}\p{N}])_([^_]+)_(?![\p{L}\p{N}])/gu

function readPieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const found of text.matchAll(marked)) {
    if (found.index > end) pieces.push({ kind: 'plain', text: text.slice(end, found.index) })
    const [whole, code, bold, slanted] = found
    if (code !== undefined) pieces.push({ kind: 'code', text: code })
    else if (bold !== undefined) pieces.push({ kind: 'bold', text: bold })
    else pieces.push({ kind: 'slanted', text: slanted ?? '' })
    end = found.index + whole.length
  }
  if (end < text.length) pieces.push({ kind: 'plain', text: text.slice(end) })
  return pieces
}
