/**
 * The rows of a draft, page by page. Filters that the database answers by itself go straight to their page; the others walk
 * the rows once, in bounded steps, and the ids found are kept until a row, an opt-out or the text changes.
 */
import type { InputOf, OutputOf } from '@shared/ipc-contract'
import type { RecipientRow } from '@shared/contract/drafts'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import type { Db } from '../storage/open'
import { readDraft, type Draft } from '../storage/draft'
import { optOutStamp } from '../storage/opt-out-stamp'
import { recentTexts } from '../storage/recent-message'
import {
  holderOf,
  nextRecipients,
  pageOfSource,
  recipientById,
  type RecipientStatus,
  type StoredRecipient,
} from '../storage/recipient'
import { readySources, type StoredSource } from '../storage/recipient-source'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { draftColumns, textSetting, textWriter, type DraftColumn, type TextWriter } from './message-text'
import { repeatedWithinMs, walkRecipients } from './walk-recipients'

type Request = InputOf<'drafts.recipients'>
type Filter = Request['status']

const scanStep = 400
const rememberedLists = 4
/** A line of a pasted list can hold several numbers; so many are shown at most. */
const rowsOfLine = 200

export class RecipientLists {
  readonly #known = new Map<string, readonly number[]>()

  readonly #context: CoreContext

  constructor(context: CoreContext) {
    this.#context = context
  }

  async page(request: Request): Promise<OutputOf<'drafts.recipients'>> {
    const { db } = this.#context
    const draft = readDraft(db, request.id)
    const sources = readySources(db, request.id)
    const columns = draftColumns(draft, sources)
    const search = fold(request.search.trim())
    const { status } = request
    const found =
      request.place !== undefined
        ? rowsAtLine(this.#context, sources, request.place)
        : search === '' && isStored(status)
          ? storedPage(this.#context, sources, { ...request, status })
          : await this.#walkedPage({ draft, sources, columns, search, request })
    return { rows: found.rows.flatMap((row) => toRow(db, row, sources, columns)), total: found.total }
  }

  async #walkedPage(list: List): Promise<{ rows: StoredRecipient[]; total: number }> {
    const { db } = this.#context
    const key = keyOf(this.#context, list)
    const ids = this.#known.get(key) ?? (await walkIds(this.#context, list))
    this.#known.delete(key)
    this.#known.set(key, ids)
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= rememberedLists) break
      this.#known.delete(oldest)
    }
    const { offset, limit } = list.request
    const rows = ids.slice(offset, offset + limit).flatMap((id) => recipientById(db, id) ?? [])
    return { rows, total: ids.length }
  }
}

interface List {
  readonly draft: Draft
  readonly sources: readonly StoredSource[]
  readonly columns: readonly DraftColumn[]
  /** Folded, empty for none. */
  readonly search: string
  readonly request: Request
}

function isStored(status: Filter): status is RecipientStatus | null {
  return status === null || status === 'valid' || status === 'invalid' || status === 'duplicate'
}

/** Sources follow each other; their counts say in which of them the page lies. */
function storedPage(
  context: CoreContext,
  sources: readonly StoredSource[],
  request: { readonly status: RecipientStatus | null; readonly offset: number; readonly limit: number },
): { rows: StoredRecipient[]; total: number } {
  const { status } = request
  const rows: StoredRecipient[] = []
  let total = 0
  let { offset } = request
  for (const source of sources) {
    const size = status === null ? source.rows : source[status]
    total += size
    const limit = request.limit - rows.length
    if (limit > 0 && offset < size) rows.push(...pageOfSource(context.db, { source: source.id, status, limit, offset }))
    offset = Math.max(0, offset - size)
  }
  return { rows, total }
}

/** Rows stand in the order of their lines, so the first one of a line is found by halving. */
function rowsAtLine(
  { db }: CoreContext,
  sources: readonly StoredSource[],
  { source: position, line }: NonNullable<Request['place']>,
): { rows: StoredRecipient[]; total: number } {
  const source = sources.find((one) => one.position === position)
  if (source === undefined) return { rows: [], total: 0 }
  const page = (offset: number, limit: number): StoredRecipient[] =>
    pageOfSource(db, { source: source.id, status: null, limit, offset })
  let low = 0
  let high = source.rows
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((page(middle, 1)[0]?.line ?? line) < line) low = middle + 1
    else high = middle
  }
  const rows = page(low, rowsOfLine).filter((row) => row.line === line)
  return { rows, total: rows.length }
}

async function walkIds(context: CoreContext, list: List): Promise<number[]> {
  const { status } = list.request
  const matches = (row: {
    phone: string | null
    rawPhone?: string
    name: string | null
    values: readonly string[]
  }): boolean =>
    list.search === '' ||
    [row.phone ?? '', row.rawPhone ?? '', row.name ?? '', ...row.values].some((cell) =>
      fold(cell).includes(list.search),
    )
  const ids: number[] = []
  if (status === 'empty_field' || status === 'repeated') {
    const writer = writerOf(context, list)
    if (writer === null) return ids
    const wanted = status === 'empty_field' ? 'emptyField' : 'repeated'
    for await (const page of walkRecipients(context, { draft: list.draft, sources: list.sources, writer })) {
      for (const { recipient, verdict } of page) if (verdict === wanted && matches(recipient)) ids.push(recipient.id)
    }
    return ids
  }
  for (const { id: source } of list.sources) {
    let after = 0
    for (;;) {
      const stored = status === 'opted_out' ? 'valid' : status
      const page = nextRecipients(context.db, { source, status: stored, after, limit: scanStep })
      const last = page.at(-1)
      if (last === undefined) break
      after = last.id
      for (const row of page) if ((status !== 'opted_out' || row.optedOut) && matches(row)) ids.push(row.id)
      await yieldToEventLoop()
    }
  }
  return ids
}

/** Null for a text that cannot be rendered: nobody can be left out for it yet. */
function writerOf(context: CoreContext, { draft, sources }: List): TextWriter | null {
  try {
    return textWriter(draft, textSetting(context, draft, sources))
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function keyOf(context: CoreContext, { draft, sources, search, request }: List): string {
  const { db } = context
  const { status } = request
  const rows = sources.map(({ id, revision }) => `${id}.${revision}`)
  const optOuts = status === 'opted_out' || status === 'empty_field' || status === 'repeated' ? optOutStamp(db) : ''
  const text =
    status === 'empty_field' || status === 'repeated'
      ? [draft.template, draft.transliterate, draft.allowRepeats, draft.sameNumber]
      : []
  const walksTexts = status === 'empty_field' || status === 'repeated'
  const recent = walksTexts ? recentTexts(db, context.clock.now() - repeatedWithinMs) : null
  return JSON.stringify([draft.id, rows, status, search, optOuts, text, recent?.stamp])
}

const marks = /\p{M}/gu

/** For searching: case, accents and the spaces of numbers do not matter. */
function fold(text: string): string {
  const plain = /^[+\d\s().-]+$/.test(text) ? text.replace(/[\s().-]/g, '') : text
  return plain.normalize('NFD').replace(marks, '').toLowerCase()
}

function toRow(
  db: Db,
  row: StoredRecipient,
  sources: readonly StoredSource[],
  columns: readonly DraftColumn[],
): RecipientRow[] {
  const source = sources.find(({ id }) => id === row.source)
  if (source === undefined) return []
  const duplicateIn = holderElsewhere(db, row, sources)
  return [
    { ...row, duplicateIn, source: source.position, values: columns.map(({ position }) => row.values[position] ?? '') },
  ]
}

/** Label of the other source whose row has the number of this duplicate; null where its own has it. */
export function holderElsewhere(
  db: Db,
  row: Pick<StoredRecipient, 'status' | 'phone' | 'source'>,
  sources: readonly StoredSource[],
): string | null {
  if (row.status !== 'duplicate' || row.phone === null || sources.length < 2) return null
  const holder = holderOf(db, { source: row.source, phone: row.phone })
  if (holder === null || holder === row.source) return null
  return sources.find(({ id }) => id === holder)?.reading.label ?? null
}
