/**
 * The draft behind the tour: the sample file and the sandbox account, so that nothing can be spent or sent to anybody. It
 * is a real draft, checked, billed and sent as any other; one that is left before the end is thrown away.
 */
import { readonly, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Bill, DraftView, MessagePreview } from '@shared/contract/drafts'
import { request } from '@/api/client'
import { automaticReading } from '@shared/contract/recipients'

export interface TourRequest {
  readonly name: string
  readonly accountId: number
  /** The sample spreadsheet. */
  readonly file: string
  /** Where numbers of the sample are from. */
  readonly country: string
  readonly message: (columns: readonly string[]) => string
}

export interface Tour {
  draft: Readonly<ShallowRef<DraftView | undefined>>
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
    preview: readonly(preview),
    bill: readonly(bill),
    text,
    async begin({ name, accountId, file, country, message }) {
      const { id } = await request('drafts.create', { name })
      await request('drafts.save', { id, patch: { accountId, country } })
      const filled = await request('drafts.addSource', {
        id,
        source: { kind: 'file', path: file, options: automaticReading },
        mapping: null,
        jobId: `tour-${id}`,
      })
      draft.value = filled
      text.value = message(filled.columns)
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
