/**
 * The way of a file (or pasted text) into contacts or opt-outs: what it holds, which column is which, the import itself
 * with its progress, its result. Nothing is written before `start`.
 */
import { computed, readonly, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { ImportResult } from '@shared/contract/contacts'
import type { ColumnMapping, ReadOptions, SourceInput, SourceView } from '@shared/contract/recipients'
import { request } from '@/api/client'
import { useAnswer } from './use-answer'

export interface ImportFlow {
  source: Readonly<ShallowRef<SourceInput | undefined>>
  view: Readonly<ShallowRef<SourceView | undefined>>
  inspecting: Readonly<ShallowRef<boolean>>
  /** Why the file could not be read. */
  failure: Readonly<ShallowRef<unknown>>
  options: ComputedRef<ReadOptions | undefined>
  mapping: Readonly<ShallowRef<ColumnMapping | null>>
  result: Readonly<ShallowRef<ImportResult | undefined>>
  take: (source: SourceInput) => void
  readAs: (options: ReadOptions) => void
  map: (mapping: ColumnMapping) => void
  /** Remembers what came of it. */
  finish: (result: ImportResult) => void
  restart: () => void
}

/**
 * @param country in which numbers without a dial code are read
 * @param migrate whether numbers of an old plan are brought to today's
 */
export function useImport(country: () => string, migrate: () => boolean): ImportFlow {
  const source = shallowRef<SourceInput>()
  const mapping = shallowRef<ColumnMapping | null>(null)
  const result = shallowRef<ImportResult>()
  const inspection = useAnswer(() => {
    if (source.value === undefined) return Promise.resolve(undefined)
    return request('contacts.inspect', {
      source: source.value,
      country: country(),
      migrate: migrate(),
      mapping: mapping.value,
    })
  })

  return {
    source: readonly(source) as Readonly<ShallowRef<SourceInput | undefined>>,
    view: inspection.value,
    inspecting: inspection.busy,
    failure: inspection.failure,
    options: computed(() => (source.value && 'options' in source.value ? source.value.options : undefined)),
    mapping: readonly(mapping),
    result: readonly(result),
    take(next) {
      source.value = next
      mapping.value = null
      inspection.forget()
      void inspection.ask()
    },
    readAs(options) {
      if (source.value === undefined || !('options' in source.value)) return
      source.value = { ...source.value, options }
      mapping.value = null
      void inspection.ask()
    },
    map(next) {
      mapping.value = next
      void inspection.ask()
    },
    finish(done) {
      result.value = done
    },
    restart() {
      source.value = undefined
      mapping.value = null
      result.value = undefined
      inspection.forget()
    },
  }
}
