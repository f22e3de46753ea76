/**
 * The draft behind the tour: the sample file and the sandbox account, so that nothing can be spent or sent to anybody. It
 * is a real draft, checked, billed and sent as any other; one that is left before the end is thrown away.
 */
import { readonly, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Bill, DraftView, MessagePreview, SameNumbers } from '@shared/contract/drafts'
import { request } from '@/api/client'
import { automaticReading } from '@shared/contract/recipients'
import { bindRowCondition } from '@shared/domain/row-condition'

export interface TourRequest {
  readonly name: string
  readonly accountId: number
  /** The sample spreadsheet. */
  readonly file: string
  /** Where numbers of the sample are from. */
  readonly country: string
  readonly message: (columns: readonly string[]) => string
  /** Rows that it leaves out, and the column of second numbers; what the file lacks is not asked for. */
  readonly where: string
  readonly secondPhone: string
}

export interface Tour {
  draft: Readonly<ShallowRef<DraftView | undefined>>
  /** What becomes of rows with one number. */
  sameNumbers: Readonly<ShallowRef<SameNumbers | null>>
  preview: Readonly<ShallowRef<MessagePreview | null>>
  bill: Readonly<ShallowRef<Bill | undefined>>
  text: Ref<string>
  /** Makes the draft. Throws ApiError. */
  begin: (asked: TourRequest) => Promise<void>
  /** The message as the recipient at this place gets it, or the longest one. */
  look: (place: number | 'longest') => Promise<void>
  /** Keeps the text and adds up the bill. */
  count: () => Promise<void>
  /** Sends, in the sandbox. Returns the campaign. */
  send: () => Promise<number>
  /** Throws the draft away unless it was sent. */
  leave: () => Promise<void>
}

export function useTour(): Tour {
  const draft = shallowRef<DraftView>()
  const sameNumbers = shallowRef<SameNumbers | null>(null)
  const preview = shallowRef<MessagePreview | null>(null)
  const bill = shallowRef<Bill>()
  const text = ref('')
  let isSent = false

  function known(): DraftView {
    if (!draft.value) throw new Error('The tour has begun.')
    return draft.value
  }

  return {
    draft: readonly(draft),
    sameNumbers: readonly(sameNumbers),
    preview: readonly(preview),
    bill: readonly(bill),
    text,
    async begin({ name, accountId, file, country, message, where, secondPhone }) {
      const { id } = await request('drafts.create', { name })
      await request('drafts.save', { id, patch: { accountId, country, sameNumber: 'join' } })
      const reading = { id, mapping: null, jobId: `tour-${id}` }
      const source = { kind: 'file' as const, path: file, options: automaticReading, where: [] }
      let filled = await request('drafts.addSource', { ...reading, source })
      const { columns } = filled
      const [list] = filled.sources
      const second = columns.indexOf(secondPhone)
      if (list?.mapping && second !== -1 && bindRowCondition(where, columns).ok) {
        const mapping = { ...list.mapping, second: { columns: [second], sameCell: true, use: 'first' as const } }
        const { index } = list
        filled = await request('drafts.rereadSource', {
          ...reading,
          index,
          options: automaticReading,
          mapping,
          where: [where],
        })
      }
      sameNumbers.value = await request('drafts.sameNumbers', { id })
      text.value = message(columns)
      draft.value = filled
    },
    async look(place) {
      preview.value = await request('drafts.preview', {
        id: known().id,
        template: text.value,
        transliterate: false,
        target: place === 'longest' ? { kind: 'longest' } : { kind: 'index', index: place },
      })
    },
    async count() {
      const { id } = known()
      await request('drafts.save', { id, patch: { template: text.value, allowRepeats: true } })
      bill.value = await request('drafts.bill', { id, askBalance: false, jobId: `tour-bill-${id}` })
    },
    async send() {
      const { id } = known()
      const { campaignId } = await request('drafts.start', { id, confirmedRecipients: bill.value?.recipients ?? 0 })
      isSent = true
      return campaignId
    },
    async leave() {
      if (isSent || !draft.value) return
      await request('drafts.discard', { id: draft.value.id })
      draft.value = undefined
    },
  }
}
