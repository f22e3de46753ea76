/**
 * Rendering and measuring many messages, against LiquidJS alone rendering the same template parsed beforehand: taking
 * turns in one process, the median of the rounds. `npx node test/bench/render.mjs [messages] [rounds]`
 */
import { Liquid } from 'liquidjs'
import { textWriter } from '@core/drafts/message-text'

const messages = Number(process.argv[2] ?? 100_000)
const rounds = Number(process.argv[3] ?? 7)
const headings = ['Prénom', 'Nom', 'Montant', 'Échéance']
const cases = {
  plain: {
    griot:
      'Bonjour {{ Prénom }} {{ Nom }}, votre facture de {{ Montant }} FCFA est à régler avant le {{ Échéance }}. Merci.',
    liquid:
      'Bonjour {{ prenom }} {{ nom }}, votre facture de {{ montant }} FCFA est à régler avant le {{ echeance }}. Merci.',
  },
  filters: {
    griot:
      'Bonjour {{ Prénom | default: "cher client" }} {{ Nom | upper }}, votre facture de {{ Montant }} FCFA est à régler avant le {{ Échéance }}.',
    liquid:
      'Bonjour {{ prenom | default: "cher client" }} {{ nom | upcase }}, votre facture de {{ montant }} FCFA est à régler avant le {{ echeance }}.',
  },
}
const values = Array.from({ length: messages }, (_, index) => [
  `Client ${index}`,
  `Diallo ${index % 977}`,
  String(1000 + (index % 9000)),
  `${(index % 28) + 1}/12`,
])
const scopes = values.map(([prenom, nom, montant, echeance]) => ({ prenom, nom, montant, echeance }))

/** Processor time in milliseconds. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

const table: Record<string, { griot: number; liquid: number; ratio: number }> = {}
for (const [name, { griot, liquid }] of Object.entries(cases)) {
  const columns = headings.map((heading, position) => ({ heading, position }))
  const writer = textWriter({ template: griot, transliterate: false }, { columns, sources: [], today: '2026-01-05' })
  const engine = new Liquid()
  const parsed = engine.parse(liquid)
  let segments = 0
  let length = 0
  const ours: number[] = []
  const floor: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    floor.push(
      processorTime(() => {
        for (const scope of scopes) length += (engine.renderSync(parsed, scope) as string).length
      }),
    )
    ours.push(
      processorTime(() => {
        for (const row of values) segments += writer.write({ values: row }, null).measure.segments
      }),
    )
  }
  if (segments < messages || length < messages) throw new Error('nothing was rendered')
  table[name] = {
    griot: Math.round(median(ours)),
    liquid: Math.round(median(floor)),
    ratio: Math.round((median(ours) / median(floor)) * 100) / 100,
  }
}
console.log(`${messages} messages, render + segments, milliseconds of processor time, median of ${rounds} rounds`)
console.table(table)
