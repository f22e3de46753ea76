/**
 * Reads the numbers of a source again from what is stored, where country or migration change or a campaign takes its list
 * again: corrections made by hand stay.
 */
import type { ColumnMapping } from '@shared/contract/recipients'
import { rowFaults } from '@shared/contract/reading-report'
import type { DueDateChoice } from '@shared/domain/personal-date'
import type { CoreContext } from '../context'
import { classifyRows } from '../recipients/classify/classify-rows'
import { SecondNumberReport } from '../recipients/classify/row-numbers'
import type { SourceFindings } from '../recipients/opened-source'
import { batchRows, type RowBatch, type SourceRow } from '../recipients/row'
import type { Draft } from '../storage/draft'
import { nextRecipients, type StoredRecipient } from '../storage/recipient'
import { copyCorrections } from '../storage/recipient-correction'
import { originOfSource, type StoredSource } from '../storage/recipient-source'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { DueRows } from './due-rows'
import { stagedRow, stageSource, type StagedRow } from './stage-source'

export interface Rereading {
  readonly source: StoredSource
  /** Null where the source belongs to another campaign, of which the draft is a copy. */
  readonly replaced: StoredSource | null
  readonly country: string
  readonly migrate: boolean
  /** Only rows with this personal date. */
  readonly due?: DueDateChoice | null
  readonly signal?: AbortSignal
  readonly onPublish?: () => void
}

/** Whether switching migration on or off can change a verdict. */
export function isTouchedByMigration({ db }: CoreContext, source: StoredSource, migrate: boolean): boolean {
  const { count, numbers } = source.reading.second.passed
  if (migrate) {
    return source.migratable > 0 || count > numbers.length || numbers.some(({ suggestion }) => suggestion !== null)
  }
  return nextRecipients(db, { source: source.id, status: 'migrated', after: 0, limit: 1 }).length > 0
}

/** @throws what `stageSource` and `DueRows` throw */
export async function readNumbersAgain(context: CoreContext, draft: Draft, rereading: Rereading): Promise<void> {
  const { source, replaced, country, migrate, signal, onPublish } = rereading
  const due = rereading.due ? new DueRows(rereading.due, draft, source) : null
  const cells = numberCells(source)
  const report = new SecondNumberReport(cells.columns)
  const stored = new Map<readonly string[], StoredRecipient>()
  const classified = classifyRows(numberRows(context, source.id, { stored, cells, due }), {
    mapping: cells.mapping,
    country,
    migrate,
    report,
  })
  const rows = async function* (): AsyncGenerator<readonly StagedRow[]> {
    for await (const batch of classified) {
      yield batch.map((row) => {
        const before = stored.get(row.values)
        const { name = null, written = null } = before ?? {}
        return { ...stagedRow(row, before ?? { values: [] }), name, written }
      })
      stored.clear()
    }
  }
  await stageSource(context, {
    draft,
    kind: source.kind,
    reading: source.reading,
    origin: originOfSource(context.db, source.id),
    columns: draft.columns,
    replaced,
    rows: rows(),
    findings: () => ({ ...findingsOf(source, report), ...due?.findings() }),
    signal,
    onPublish: (target) => {
      copyCorrections(context.db, { source: source.id, target })
      onPublish?.()
    },
  })
}

/** Which cells of a stored row are read again, and as which columns. */
interface NumberCells {
  readonly mapping: ColumnMapping
  /** Headings. */
  readonly columns: readonly string[]
  of(recipient: StoredRecipient): readonly string[]
}

function numberCells({ reading }: StoredSource): NumberCells {
  const { second, phone = 0 } = reading.mapping ?? {}
  const heading = reading.columns[phone] ?? ''
  const alone = (mapping: ColumnMapping): NumberCells => ({
    mapping,
    columns: [heading],
    of: ({ rawPhone }) => [rawPhone],
  })
  const own = { phone: 0, name: null }
  if (second === undefined) return alone(own)
  // each number is a row already
  if (second.use === 'all') return alone({ ...own, second: { ...second, columns: [] } })
  const columns = [...new Set([phone, ...second.columns])]
  const mapping = { ...own, second: { ...second, columns: columns.map((_, index) => index) } }
  return {
    mapping,
    columns: columns.map((column) => reading.columns[column] ?? ''),
    of: ({ values, rawPhone, written }) =>
      // what a person corrected is the row's number
      written === null ? columns.map((column) => values[reading.positions[column] ?? -1] ?? '') : [rawPhone],
  }
}

interface Passing {
  /** The rows that were read and not yet judged, by their number cells. */
  readonly stored: Map<readonly string[], StoredRecipient>
  readonly cells: NumberCells
  readonly due: DueRows | null
}

async function* numberRows(
  context: CoreContext,
  source: number,
  { stored, cells, due }: Passing,
): AsyncGenerator<RowBatch> {
  let after = 0
  for (;;) {
    const page = nextRecipients(context.db, { source, status: null, after, limit: batchRows })
    const last = page.at(-1)
    if (last === undefined) break
    after = last.id
    const rows = (due === null ? page : page.filter((row) => due.keeps(row))).map((recipient): SourceRow => {
      const values = cells.of(recipient)
      stored.set(values, recipient)
      // a row that could not be used for its cells or quotes stays so, whatever its number is
      const fault = rowFaults.find((known) => known === recipient.reason)
      const covered = recipient.reason === 'merged_cell' ? { covered: [cells.mapping.phone] } : {}
      return { line: recipient.line, values, ...(fault === undefined ? {} : { fault }), ...covered }
    })
    yield { rows, blank: 0 }
    await yieldToEventLoop()
  }
  due?.refuseDoubt()
}

/** What only the numbers decide is told anew. */
function findingsOf({ reading }: StoredSource, report: SecondNumberReport): SourceFindings {
  const { second: choice } = reading.mapping ?? {}
  if (choice === undefined) return reading
  const { second } = reading
  const now = report.counts()
  if (choice.use === 'all') {
    const notices = reading.notices.map((notice) =>
      notice.code === 'added_numbers' ? { ...notice, count: second.added + now.added } : notice,
    )
    const isNew = now.added > 0 && second.added === 0
    return {
      ...reading,
      notices: isNew ? [...notices, ...report.notices()] : notices,
      second: { ...second, added: second.added + now.added },
    }
  }
  const others = reading.notices.filter(({ code }) => code !== 'second_numbers' && code !== 'unusable_numbers')
  return { ...reading, notices: [...others, ...report.notices()], second: now }
}
