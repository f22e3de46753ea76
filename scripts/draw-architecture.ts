/**
 * `node scripts/run.mjs scripts/draw-architecture.ts`: writes docs/architecture.svg, the picture of the house, from the table
 * of rooms in .dependency-cruiser.js (what `npm run layers` checks) and the words below. test/unit/scripts/draw-architecture.test.ts
 * refuses a picture that is out of date.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { coreRooms } from '../.dependency-cruiser.js'
import { repository } from './process.ts'

export const pictureFile = join(repository, 'docs/architecture.svg')

/** What each room of core is for, in at most four words. */
const purposes: Readonly<Record<keyof typeof coreRooms, string>> = {
  redaction: 'masks secrets',
  secrets: 'credentials, by origin',
  storage: 'all SQL',
  exports: 'writes CSV, XLSX, PDF',
  providers: 'one file per gateway',
  context: 'what requests need',
  recipients: 'from bytes to rows',
  settings: 'choices of people',
  templates: 'kept texts',
  accounts: 'gateways, with credentials',
  contacts: 'people and groups',
  drafts: 'texts, bill, plan',
  archives: 'the gateways’ memory',
  receipts: 'delivery reports',
  history: 'who got what',
  campaigns: 'sends, once each',
  backup: 'copies and restores',
  program: 'checks, log, updates',
}

/** Rooms by height: a room stands above every room that it may import. */
export function levelsOf(rooms: Readonly<Record<string, readonly string[]>>): string[][] {
  const heights = new Map<string, number>()
  for (const [room, below] of Object.entries(rooms))
    heights.set(room, Math.max(-1, ...below.map((name) => heights.get(name) ?? 0)) + 1)
  const levels: string[][] = []
  for (const [room, height] of heights) (levels[height] ??= []).push(room)
  return levels
}

const width = 1000
const left = 150
const roomHeight = 46
const gap = 10

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A box with a name and, below it, what it is for. */
function box(x: number, y: number, w: number, h: number, name: string, words: string, kind: string): string {
  const middle = x + w / 2
  return `<g class="${kind}"><rect x="${x}" y="${y}" width="${w}" height="${h}" rx="6"/>
<text class="name" x="${middle}" y="${y + 20}">${escaped(name)}</text>
<text class="words" x="${middle}" y="${y + 36}">${escaped(words)}</text></g>`
}

const arrow = (x: number, from: number, to: number): string =>
  `<path class="arrow" d="M${x} ${from}V${to - 4}" marker-end="url(#head)"/>`

/** The whole picture as SVG, in light and dark. */
export function drawArchitecture(): string {
  const parts: string[] = []
  const inner = width - left - 20
  const half = (inner - gap) / 2
  parts.push(box(left, 20, half, roomHeight, 'src', 'the window: Vue, no Node', 'front'))
  parts.push(box(left + half + gap, 20, half, roomHeight, 'electron/cli', 'the command line', 'front'))
  parts.push(arrow(left + half / 2, 66, 96))
  parts.push(
    box(left, 96, half, roomHeight, 'electron/preload → electron/main', 'the gate, menus, tray, the keychain', 'front'),
    arrow(left + half / 2, 142, 172),
    box(left, 172, half, roomHeight, 'electron/core-process', 'a process of its own, over a port', 'front'),
  )
  parts.push(arrow(left + half / 2, 218, 252), arrow(left + half + gap + half / 2, 66, 252))

  const levels = levelsOf(coreRooms).toReversed()
  const coreTop = 252
  const coreHeight = 56 + levels.length * (roomHeight + gap)
  parts.push(`<rect class="core" x="${left}" y="${coreTop}" width="${inner}" height="${coreHeight}" rx="8"/>`)
  parts.push(
    `<text class="title" x="${left + 14}" y="${coreTop + 24}">electron/core: a room imports only rooms below it</text>`,
  )
  let y = coreTop + 40
  for (const level of levels) {
    const w = (inner - 20 - gap * (level.length - 1)) / level.length
    level.forEach((room, index) => {
      parts.push(
        box(left + 10 + index * (w + gap), y, w, roomHeight, room, purposes[room as keyof typeof coreRooms], 'room'),
      )
    })
    y += roomHeight + gap
  }
  const outside = coreTop + coreHeight + 34
  const third = (inner - 2 * gap) / 3
  const stores = [
    ['one SQLite file', 'the truth: one row a message'],
    ['the gateways', 'HTTP, one try, one proof'],
    ['the keychain', 'secrets, nowhere else'],
  ] as const
  stores.forEach(([name, words], index) => {
    const x = left + index * (third + gap)
    parts.push(arrow(x + third / 2, coreTop + coreHeight, outside))
    parts.push(box(x, outside, third, roomHeight, name, words, 'outside'))
  })
  const height = outside + roomHeight + 20
  parts.push(
    `<g class="shared"><rect x="20" y="20" width="${left - 40}" height="${height - 40}" rx="6"/>
<text class="name" x="${left / 2}" y="60">electron/</text><text class="name" x="${left / 2}" y="78">shared</text>
<text class="words" x="${left / 2}" y="104">rules, errors,</text><text class="words" x="${left / 2}" y="120">the contract</text>
<text class="words" x="${left / 2}" y="146">used by all,</text><text class="words" x="${left / 2}" y="162">uses nobody</text></g>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="The parts of Griot, from the window down to the database">
<style>
svg{background:#fff;font-family:system-ui,sans-serif;text-anchor:middle}
rect{fill:#f4f1ea;stroke:#8a7f6a}.core{fill:none}.room rect{fill:#e7efe9;stroke:#4f7d62}.front rect{fill:#e8eaf3;stroke:#5a6796}
text{fill:#222}.name{font-size:14px;font-weight:600}.words{font-size:12px}.title{font-size:13px;text-anchor:start}
.arrow{fill:none;stroke:#666;stroke-width:1.5}marker path{fill:#666}
@media (prefers-color-scheme:dark){svg{background:#191816}rect{fill:#2b2823}.room rect{fill:#20312a}.front rect{fill:#252b3d}text{fill:#eee}}
</style>
<marker id="head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>
${parts.join('\n')}
</svg>
`
}

if (import.meta.main) writeFileSync(pictureFile, drawArchitecture())
