/** What was ever sent to one person, newest first, a page at a time: the rows that came stay while more are asked for. */
import { shallowRef, type ShallowRef } from 'vue'
import type { MessageRow } from '@shared/contract/campaigns'
import { request } from '@/api/client'
import { useAnswer, type Answer } from '@/composables/use-answer'

const firstPage = 8
const nextPage = 50

export interface PersonMessages {
  rows: ShallowRef<readonly MessageRow[]>
  /** Value: how many there are altogether. */
  answer: Answer<number>
  /** From the top, for this number; null for nobody. */
  show: (phone: string | null) => Promise<void>
  more: () => Promise<void>
}

export function usePersonMessages(): PersonMessages {
  const rows = shallowRef<readonly MessageRow[]>([])
  let phone: string | null = null
  let limit = firstPage
  const answer = useAnswer(async () => {
    if (phone === null) return 0
    const everything = { states: [], search: '', text: null, from: null, to: null, accountId: null, campaignId: null }
    const asked = phone
    const offset = limit === firstPage ? 0 : rows.value.length
    const page = await request('history.page', { ...everything, phone, offset, limit })
    if (asked === phone) rows.value = [...rows.value.slice(0, offset), ...page.rows]
    return page.total
  })
  return {
    rows,
    answer,
    async show(next) {
      if (next !== phone) {
        answer.forget()
        rows.value = []
      }
      phone = next
      limit = firstPage
      await answer.ask()
    },
    async more() {
      limit = nextPage
      await answer.ask()
    },
  }
}
