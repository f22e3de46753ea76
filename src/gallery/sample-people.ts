/** A list of any length for the gallery, made from the row number: nothing is held. */
import type { LoadedPage, PageRange } from '@/components/base/use-paged-rows'

export interface SamplePerson {
  id: number
  name: string
  phone: string
  state: 'delivered' | 'unknown' | 'undelivered' | 'pending'
  segments: number
  cost: string
}

const firstNames = ['Aminata', 'Jean-Baptiste', 'Fatou', 'Kossi', 'Marie-Thérèse', 'Ousmane', 'Chantal', 'Idriss']
const lastNames = ['Ngo Bassong', 'Diallo', 'Mensah', 'Tchakounté', 'Koffi', 'Traoré', 'Owona Mbarga', 'Sow']
const states: readonly SamplePerson['state'][] = [
  'delivered',
  'delivered',
  'delivered',
  'unknown',
  'pending',
  'undelivered',
]

function personAt(index: number): SamplePerson {
  const segments = 1 + (index % 3 === 0 ? 1 : 0)
  return {
    id: index + 1,
    name: `${firstNames[index % 8] ?? ''} ${lastNames[(index * 5 + (index >> 3)) % 8] ?? ''}`,
    phone: `+2376${String(70_000_000 + ((index * 7_919) % 29_999_999))}`,
    state: states[index % states.length] ?? 'pending',
    segments,
    cost: String(segments * 15),
  }
}

/** Answers as the bridge would, a moment later. */
export function samplePages(total: number): (range: PageRange) => Promise<LoadedPage<SamplePerson>> {
  return ({ offset, limit }) =>
    new Promise((resolve) => {
      const count = Math.max(0, Math.min(limit, total - offset))
      const rows = Array.from({ length: count }, (_, index) => personAt(offset + index))
      window.setTimeout(() => resolve({ rows, total }), 30)
    })
}
