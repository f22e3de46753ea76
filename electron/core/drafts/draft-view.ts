/** A draft as the window and the command line see it. What costs a walk is remembered until a row or an opt-out changes. */
import type { DraftSource, DraftView } from '@shared/contract/drafts'
import type { RowProblem } from '@shared/contract/recipients'
import type { CoreContext } from '../context'
import { readDraft, type Draft } from '../storage/draft'
import { optOutStamp } from '../storage/opt-out-stamp'
import { countOptedOut } from '../storage/opted-out-recipient'
import { nextRecipients } from '../storage/recipient'
import { readySources, type StoredSource } from '../storage/recipient-source'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { draftColumns } from './message-text'

/** Problems shown with a source; the list of its rows has them all. */
const shownProblems = 200
const rememberedSources = 32

export class DraftViews {
  readonly #problems = new Map<number, { readonly revision: number; readonly problems: readonly RowProblem[] }>()
  readonly #optedOut = new Map<number, { readonly key: string; readonly bySource: ReadonlyMap<number, number> }>()

  readonly #context: CoreContext

  constructor(context: CoreContext) {
    this.#context = context
  }

  /** Throws AppError unknown_campaign, campaign_state. */
  async view(id: number): Promise<DraftView> {
    const { db } = this.#context
    const draft = readDraft(db, id)
    const sources = readySources(db, id)
    const sum = (key: 'rows' | 'valid' | 'invalid' | 'duplicate'): number =>
      sources.reduce((total, source) => total + source[key], 0)
    const counts = { rows: sum('rows'), valid: sum('valid'), invalid: sum('invalid'), duplicate: sum('duplicate') }
    const optedOut = await this.#countOptedOut(id, sources)
    const shown = sources.map((source) => this.#source(source, optedOut.get(source.id) ?? 0))
    const columns = draftColumns(draft, sources).map(({ heading }) => heading)
    return {
      ...choicesOf(draft),
      sources: shown,
      columns,
      counts: { ...counts, optedOut: shown.reduce((total, source) => total + source.optedOut, 0) },
    }
  }

  #source(source: StoredSource, optedOut: number): DraftSource {
    const { id: _id, position, reading, revision: _revision, ...counts } = source
    const { positions: _positions, ...found } = reading
    return { ...found, ...counts, index: position, optedOut, problems: this.#problemsOf(source) }
  }

  #problemsOf(source: StoredSource): readonly RowProblem[] {
    const known = this.#problems.get(source.id)
    if (known?.revision === source.revision) return known.problems
    const rows = nextRecipients(this.#context.db, {
      source: source.id,
      status: 'invalid',
      after: 0,
      limit: shownProblems,
    })
    const problems = rows.flatMap(({ line, values, rawPhone, reason, suggestion, readings }) =>
      reason === null
        ? []
        : [{ line, column: phoneHeading(source, values, rawPhone), value: rawPhone, reason, suggestion, readings }],
    )
    remember(this.#problems, source.id, { revision: source.revision, problems })
    return problems
  }

  /** By the id of the source; none where it has none. */
  async #countOptedOut(id: number, sources: readonly StoredSource[]): Promise<ReadonlyMap<number, number>> {
    const { db } = this.#context
    const key = [optOutStamp(db), ...sources.map((source) => `${source.id}.${source.revision}`)].join(' ')
    const known = this.#optedOut.get(id)
    if (known?.key === key) return known.bySource
    const bySource = new Map<number, number>()
    for (const parts of countOptedOut(db, id, sources)) {
      for (const { source, count } of parts) bySource.set(source, (bySource.get(source) ?? 0) + count)
      await yieldToEventLoop()
    }
    remember(this.#optedOut, id, { key, bySource })
    return bySource
  }
}

/** Heading of the column where a number of a row stands: one of second numbers, else that of numbers. */
function phoneHeading({ reading }: StoredSource, values: readonly string[], rawPhone: string): string {
  const { phone = 0, second } = reading.mapping ?? {}
  const columns = [phone, ...(second?.columns ?? [])]
  const found = columns.find((column) => values[reading.positions[column] ?? -1] === rawPhone)
  return reading.columns[found ?? phone] ?? ''
}

function choicesOf(draft: Draft): Omit<DraftView, 'sources' | 'columns' | 'counts'> {
  const { columns: _columns, temporary: _temporary, ...choices } = draft
  return choices
}

function remember<Value>(map: Map<number, Value>, key: number, value: Value): void {
  map.delete(key)
  map.set(key, value)
  for (const oldest of map.keys()) {
    if (map.size <= rememberedSources) return
    map.delete(oldest)
  }
}
