/**
 * The message of one recipient as it will be sent, and what is wrong with the text. What a person types shows at once
 * (rendered here, on the recipient's own row); core is asked shortly after and has the last word.
 */
import { computed, onScopeDispose, ref, shallowRef, watch, type ShallowRef } from 'vue'
import type { DraftView, MessagePreview, TemplateCheck } from '@shared/contract/drafts'
import type { RequestInput } from '@shared/window-contract'
import { request } from '@/api/client'
import { renderPreview } from '@/components/composer/local-preview'

type Target = RequestInput<'drafts.preview'>['target']

const askAfterMs = 150

export function useMessagePreview(draft: ShallowRef<DraftView | null>) {
  const answered = shallowRef<MessagePreview | null>(null)
  const check = shallowRef<TemplateCheck | null>(null)
  /** True after a search for missing values that found nobody (any more). */
  const noneMissing = ref(false)
  let questions = 0
  let timer: number | undefined
  /** Who was asked for and is on their way: the next step counts from there, and a change of the draft asks for them again. */
  let awaited: Target | null = null

  const preview = computed(() => {
    const view = draft.value
    if (!view || !answered.value) return null
    return renderPreview(answered.value, view) ?? answered.value
  })

  /** What is shown is the text before a mistake that is in it now. */
  const isOutdated = computed(() => {
    const view = draft.value
    return (
      view !== null &&
      answered.value !== null &&
      view.template.trim() !== '' &&
      renderPreview(answered.value, view) === null
    )
  })

  async function ask(target: Target): Promise<void> {
    const view = draft.value
    if (!view) return
    const question = (questions += 1)
    const { id, template, transliterate } = view
    awaited = template.trim() === '' ? null : target
    if (awaited === null) {
      check.value = null
      return
    }
    const [checked, found] = await Promise.all([
      request('drafts.checkTemplate', { id, template }).catch(() => null),
      request('drafts.preview', { id, template, transliterate, target }).catch(() => undefined),
    ])
    if (question !== questions) return
    awaited = null
    check.value = checked
    if (found) answered.value = found
    else if (found === null && target.kind === 'index') await askFirst(target.index)
    noneMissing.value = found === null && target.kind === 'missing'
  }

  /** The list may have become shorter than the position shown. */
  async function askFirst(index: number): Promise<void> {
    if (index > 0) await ask({ kind: 'index', index: 0 })
    else answered.value = null
  }

  function step(by: 1 | -1): void {
    const { index: shown = 0, total = 0 } = answered.value ?? {}
    const from = awaited?.kind === 'index' ? awaited.index : shown
    if (total > 0) void ask({ kind: 'index', index: (from + by + total) % total })
  }
  function showLongest(): void {
    void ask({ kind: 'longest' })
  }
  function showNextMissing(): void {
    const shown = answered.value
    const wasMissing = (shown?.missing.length ?? 0) > 0
    void ask({
      kind: 'missing',
      after: -1,
      afterRecipientId: wasMissing && !noneMissing.value ? (shown?.recipientId ?? null) : null,
    })
  }

  watch(
    [
      () => draft.value?.id,
      () => draft.value?.template,
      () => draft.value?.transliterate,
      () => draft.value?.counts.valid,
      () => draft.value?.columns.join('\u0000'),
    ],
    () => {
      window.clearTimeout(timer)
      timer = window.setTimeout(
        () => void ask(awaited ?? { kind: 'index', index: answered.value?.index ?? 0 }),
        askAfterMs,
      )
    },
    { immediate: true },
  )
  onScopeDispose(() => window.clearTimeout(timer))

  return { preview, isOutdated, check, noneMissing, step, showLongest, showNextMissing }
}
