/** What is proposed after `{{` while a person types: which columns, where the list stands, and the keys that choose. */
import { computed, nextTick, ref, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '@/composables/use-announcer'
import { openPlaceholderAt, placeholderSource, suggestHeadings } from './autocomplete'

export interface Suggesting {
  readonly text: Ref<string>
  /** Where the caret is; null while the field is not written in, or something is selected. */
  readonly caret: () => number | null
  readonly columns: () => readonly string[]
  /** Writes in place of what stands between the two offsets. */
  readonly write: (inserted: string, from: number, to: number) => void
  readonly placeOf: (offset: number) => { readonly left: number; readonly bottom: number } | null
}

export function useSuggestions({ text, caret, columns, write, placeOf }: Suggesting) {
  const { t } = useI18n({ useScope: 'global' })
  const { announce } = useAnnouncer()
  const dismissedAt = ref<number>()
  const active = ref(0)
  const place = ref<{ readonly left: number; readonly bottom: number }>()

  const opened = computed(() => {
    const at = caret()
    return at === null ? null : openPlaceholderAt(text.value, at)
  })
  const headings = computed(() =>
    opened.value && opened.value.start !== dismissedAt.value ? suggestHeadings(columns(), opened.value.query) : [],
  )
  watch([headings, opened], async ([shown, at]) => {
    active.value = 0
    if (shown.length === 0 || !at) return
    announce(t('composer.suggestions', { count: shown.length }, shown.length))
    await nextTick()
    place.value = placeOf(at.start) ?? undefined
  })
  // left and come back to, a placeholder is proposed for again
  watch(opened, (at) => {
    if (!at) dismissedAt.value = undefined
  })

  function choose(heading: string): void {
    const at = caret()
    if (opened.value && at !== null) write(placeholderSource(heading), opened.value.start, at)
  }

  /** True where the key was for the list. */
  function takesKey(key: string): boolean {
    const count = headings.value.length
    if (count === 0) return false
    const heading = headings.value[active.value]
    if (key === 'ArrowDown') active.value = (active.value + 1) % count
    else if (key === 'ArrowUp') active.value = (active.value + count - 1) % count
    else if ((key === 'Enter' || key === 'Tab') && heading !== undefined) choose(heading)
    else if (key === 'Escape') dismissedAt.value = opened.value?.start
    else return false
    return true
  }

  return { opened, headings, active, place, choose, takesKey }
}
