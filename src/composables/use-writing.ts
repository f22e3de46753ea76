/** A new campaign to people from where they are: a draft with them as its first list, opened at its text. */
import { useRouter } from 'vue-router'
import type { SourceInput } from '@shared/contract/recipients'
import { request } from '@/api/client'
import { useAttempt } from './use-attempt'

export function useWriting() {
  const router = useRouter()
  const { attempt, busy } = useAttempt()

  /** @param name of the draft: whom it is for. */
  async function writeTo(source: SourceInput, name: string): Promise<void> {
    await attempt(async () => {
      const { id } = await request('drafts.create', { name: name.slice(0, 120) || null })
      try {
        await request('drafts.addSource', { id, source, mapping: null, jobId: `write-${id}` })
      } catch (error) {
        await request('drafts.discard', { id })
        throw error
      }
      await request('drafts.save', { id, patch: { step: 'message' } })
      await router.push({ name: 'campaign-new', params: { id } })
    })
  }

  return { writeTo, busy }
}
