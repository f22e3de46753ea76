/**
 * The lists of a recurring campaign, read again for one occurrence, in their order. A file is read as it is now, whole and as
 * the same list (same-list.ts), or not at all; a group as its members are now. Pasted text and typed numbers stay what they
 * were, and so does a file that nobody touched since: numbers corrected by hand stay corrected.
 */
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import type { DueDateChoice } from '@shared/domain/personal-date'
import { stampFile, withFile } from '../recipients/files/file-access'
import { nothingLost, type LostCorrections } from '../recipients/row-corrections'
import { readDraft } from '../storage/draft'
import type { Correction } from '../storage/recipient-correction'
import { originOfSource, readySources, type StoredSource } from '../storage/recipient-source'
import { recurringLists, type RecurringList } from '../storage/schedule'
import { readIntoDraft } from './change-sources'
import { readNumbersAgain } from './read-numbers-again'
import { hasShrunk, sameMapping, usableRows } from './same-list'

export interface OccurrenceReading {
  readonly scheduleId: number
  /** A copy of the schedule, without recipients. */
  readonly draftId: number
  readonly signal: AbortSignal
  /** Only people with this date. */
  readonly due?: DueDateChoice | null
  /** What a person was told of the lists, and accepts; `all`: nothing will be sent. */
  readonly accepted?: readonly AcceptedFact[] | 'all'
  /** Another file in the place of one of the sources. */
  readonly chosen?: { readonly position: number; readonly path: string } | null
}

/** The list at this position is right though it lost half of its rows, or numbers that a person had corrected. */
export interface AcceptedFact {
  readonly source: number
  readonly code: AcceptableCode
}

export const acceptableCodes = ['list_shrunk', 'list_corrections_lost'] as const
export type AcceptableCode = (typeof acceptableCodes)[number]

export interface ReadLists {
  /** What the next reading is compared with. */
  readonly lists: readonly RecurringList[]
  /** Corrections of the schedule's sources that a person accepted as lost. */
  readonly lost: readonly { readonly source: number; readonly correction: Correction }[]
}

/**
 * @throws AppError unknown_group, file_*, where_*, list_heading_gone, list_layout_changed, list_shrunk, list_corrections_lost, each with `source`, the
 * position of the list at fault; cancelled
 */
export async function readOccurrence(context: CoreContext, reading: OccurrenceReading): Promise<ReadLists> {
  const { db } = context
  const { accepted = [], chosen } = reading
  const isAccepted = (source: number, code: AcceptableCode): boolean =>
    accepted === 'all' || accepted.some((fact) => fact.source === source && fact.code === code)
  const known = recurringLists(db, reading.scheduleId)
  const lists: RecurringList[] = []
  const lost: { source: number; correction: Correction }[] = []
  for (const source of readySources(db, reading.scheduleId)) {
    const { position } = source
    const file = chosen?.position === position ? basename(chosen.path) : source.reading.label
    try {
      const { needed, lines } = await readList(context, reading, source)
      lost.push(...needed.map((correction) => ({ source: source.id, correction })))
      if (needed.length > 0 && !isAccepted(position, 'list_corrections_lost')) {
        throw new AppError('list_corrections_lost', {
          file,
          count: needed.length,
          ...(lines.length > 0 && { lines: lines.join(', ') }),
        })
      }
      const read = readySources(db, reading.draftId).at(-1)
      const usable = read === undefined ? 0 : usableRows(read)
      const before = known.find((list) => list.position === position)?.usable ?? usableRows(source)
      if (source.kind === 'file' && hasShrunk(usable, before) && !isAccepted(position, 'list_shrunk')) {
        throw new AppError('list_shrunk', { file, usable, before })
      }
      lists.push({ position, usable })
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'cancelled') throw error
      throw new AppError(error.code, { ...error.params, source: position }, { cause: error })
    }
  }
  return { lists, lost }
}

async function readList(
  context: CoreContext,
  reading: OccurrenceReading,
  source: StoredSource,
): Promise<LostCorrections> {
  const { db } = context
  const { draftId: id, signal, chosen, due = null } = reading
  const draft = readDraft(db, id)
  const { kind, reading: before } = source
  const where = before.where.map(({ condition }) => condition)
  const job = {
    signal,
    progress: () => undefined,
    check() {
      if (signal.aborted) throw new AppError('cancelled')
    },
  }
  if (kind === 'group') {
    const { groupId } = before
    if (groupId === undefined) throw new AppError('unknown_group', { group: before.label })
    return readIntoDraft(
      context,
      { id, source: { kind, groupId, where }, mapping: null, index: null, again: true, due, before: source },
      job,
    )
  }
  const origin = kind === 'file' ? originOfSource(db, source.id) : null
  if (origin?.kind === 'file') {
    const path = chosen?.position === source.position ? chosen.path : origin.path
    if (path !== origin.path || where.length > 0 || due !== null || !(await isAsItWas(path, origin.stamp))) {
      const options = { ...origin.options, sheet: before.sheet }
      const input = { kind: 'file' as const, path, options, where }
      const mapping = sameMapping(
        { ...before, label: basename(path) },
        { template: draft.template, dates: due?.column ?? null },
      )
      return readIntoDraft(context, { id, source: input, mapping, index: null, again: true, due, before: source }, job)
    }
  } else if (kind === 'file') throw new AppError('source_forgotten')
  const { country, migrate } = draft
  await readNumbersAgain(context, draft, { source, replaced: null, country, migrate, due, signal })
  return nothingLost
}

/** Untouched since it was read, and not locked. @throws AppError file_not_found, file_unreadable, file_is_folder */
async function isAsItWas(path: string, stamp: { size: number; modifiedAt: number }): Promise<boolean> {
  const now = await stampFile(path)
  await withFile(path, () => Promise.resolve())
  return now.size === stamp.size && now.modifiedAt === stamp.modifiedAt
}
