/** Whether a text fits the draft's columns, where it does not, and how many recipients have nothing for each placeholder. */
import type { TemplateCheck } from '@shared/contract/drafts'
import { isBlank } from '@shared/domain/template-filters'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { readDraft, type Draft } from '../storage/draft'
import { nextCandidates } from '../storage/recipient'
import { readySources, type StoredSource } from '../storage/recipient-source'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { draftColumns, textSetting, textWriter } from './message-text'
import { sameNumberRows, type SameNumberRows } from './same-number'
import { walkStep } from './walk-recipients'

/** Empty cells of each stored column among the valid recipients, counted once until a row changes. */
export class EmptyCells {
  readonly #known = new Map<number, { readonly key: string; readonly counts: readonly number[] }>()

  readonly #context: CoreContext

  constructor(context: CoreContext) {
    this.#context = context
  }

  async count(draft: Draft, sources: readonly StoredSource[], position: number): Promise<number> {
    const sameNumber = sameNumberRows(this.#context, draft, sources)
    let total = 0
    for (const source of sources) {
      const counts = await this.#countsOf(draft, sources, { source, sameNumber })
      // a column that the source does not have is empty for all of it
      total += counts[position] ?? source.valid + (sameNumber.each ? source.duplicate : 0)
    }
    return total
  }

  async #countsOf(
    draft: Draft,
    sources: readonly StoredSource[],
    { source, sameNumber }: { readonly source: StoredSource; readonly sameNumber: SameNumberRows },
  ): Promise<readonly number[]> {
    const revisions = sources.map(({ id, revision }) => `${id}.${revision}`)
    const key = JSON.stringify([draft.sameNumber === 'join' ? revisions : source.revision, draft.sameNumber])
    const known = this.#known.get(source.id)
    if (known?.key === key) return known.counts
    const { positions } = source.reading
    const width = draft.sameNumber === 'join' ? draft.columns.length : Math.max(-1, ...positions) + 1
    const counts = new Array<number>(width).fill(0)
    let after = 0
    for (;;) {
      const page = nextCandidates(this.#context.db, {
        source: source.id,
        after,
        limit: walkStep,
        each: sameNumber.each,
      })
      const last = page.at(-1)
      if (last === undefined) break
      after = last.id
      const same = sameNumber.of(page)
      for (const row of page) {
        const { values } = same.joined(row, source.id).recipient
        for (let position = 0; position < counts.length; position++) {
          if (isBlank(values[position] ?? '')) counts[position] = (counts[position] ?? 0) + 1
        }
      }
      await yieldToEventLoop()
    }
    this.#known.set(source.id, { key, counts })
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= 32) break
      this.#known.delete(oldest)
    }
    return counts
  }
}

/** Never throws for what is wrong with the text. */
export async function checkTemplate(
  context: CoreContext,
  emptyCells: EmptyCells,
  request: { id: number; template: string },
): Promise<TemplateCheck> {
  const { db } = context
  const draft = readDraft(db, request.id)
  const sources = readySources(db, request.id)
  const columns = draftColumns(draft, sources)
  try {
    const { placeholders } = textWriter(
      { template: request.template, transliterate: false },
      textSetting(context, draft, sources),
    )
    const checked = []
    for (const { heading, columnIndex, hasFallback } of placeholders) {
      const position = columns[columnIndex]?.position ?? columnIndex
      checked.push({
        heading,
        hasFallback,
        emptyCount: await emptyCells.count(draft, sources, position),
      })
    }
    return { ok: true, line: null, column: null, error: null, suggestion: null, placeholders: checked }
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'config') throw error
    const { line, column, suggestion } = error.params
    return {
      ok: false,
      line: typeof line === 'number' ? line : null,
      column: typeof column === 'number' ? column : null,
      error: error.toWire(),
      suggestion: typeof suggestion === 'string' && suggestion !== '' ? suggestion : null,
      placeholders: [],
    }
  }
}
