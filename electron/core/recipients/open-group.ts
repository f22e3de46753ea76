/** The members of a group as a source: name, number and the contacts' own fields are its columns. */
import { noSecondNumbers, type SourceInput } from '@shared/contract/recipients'
import { headingKey } from '@shared/domain/template-heading'
import type { CoreContext } from '../context'
import { todayOf } from '../today'
import { ChosenRows } from './choose/chosen-rows'
import type { DueDateChoice } from '@shared/domain/personal-date'
import { RowFilter } from './choose/row-filter'
import { classifyRows } from './classify/classify-rows'
import { ReadingNotices } from './reading-notices'
import { batchRows, type RowBatch } from './row'
import { nothingLost, RowCorrections, type EarlierCorrections } from './row-corrections'
import { groupName, groupSize, nextGroupMembers, type GroupMember } from '../storage/group-recipient'
import type { Db } from '../storage/open'
import { yieldToEventLoop } from '../yield-to-event-loop'
import type { OpenedSource } from './opened-source'

const headings = { fr: ['Nom', 'Numéro'], en: ['Name', 'Number'] } as const
const sampleRows = 20

/** @throws AppError unknown_group, where_syntax, where_column_unknown, cancelled */
export async function openGroup(
  context: CoreContext,
  { groupId: group, where }: Extract<SourceInput, { kind: 'group' }>,
  {
    due,
    corrected = null,
    signal,
  }: {
    readonly due?: DueDateChoice | null | undefined
    readonly corrected?: EarlierCorrections | null | undefined
    readonly signal?: AbortSignal | undefined
  } = {},
): Promise<OpenedSource> {
  const { db } = context
  const label = groupName(db, group)
  const own = headings[context.settings().language === 'en' ? 'en' : 'fr']
  const columns: string[] = [...own]
  const known = new Set(columns.map(headingKey))
  const sample: string[][] = []
  for await (const members of membersOf(db, group, signal)) {
    for (const { fields } of members) {
      for (const heading of fields.keys()) {
        const key = headingKey(heading)
        if (known.has(key)) continue
        known.add(key)
        columns.push(heading)
      }
    }
    if (sample.length === 0) sample.push(...members.slice(0, sampleRows).map((member) => cellsOf(member, columns)))
  }
  const mapping = { phone: 1, name: 0 }
  const notices = new ReadingNotices()
  const filter = new RowFilter(where ?? [], columns, todayOf(context), due)
  const list = { kind: 'group' as const, origin: null, groupId: group }
  const corrections =
    corrected === null ? null : new RowCorrections(corrected, { list, columns, mapping, sheet: null, delimiter: null })
  const chosen = new ChosenRows({ columns, mapping, choice: {}, filter, notices, corrections })
  return {
    kind: 'group',
    origin: null,
    shape: null,
    reading: {
      label,
      groupId: group,
      encoding: null,
      delimiter: null,
      hasHeader: true,
      headerRow: null,
      sheets: [],
      sheet: null,
      columns,
      sample: sample.map((cells) => columns.map((_, index) => cells[index] ?? '')),
      mapping,
      mappedBy: 'guessed',
      phoneColumns: [],
      whereRemembered: false,
    },
    rows: ({ country, migrate, onProgress }) =>
      classifyRows(
        chosen.read(batchesOf(db, { group, columns, signal, onProgress }), () =>
          batchesOf(db, { group, columns, signal, onProgress: undefined }),
        ),
        { mapping, country, migrate },
      ),
    findings: () => ({
      ...chosen.facts(),
      notices: [...notices.list(), ...(corrections?.notices() ?? [])],
      second: noSecondNumbers,
    }),
    corrections: () => corrections?.kept() ?? [],
    lost: () => corrections?.lost() ?? nothingLost,
  }
}

async function* membersOf(db: Db, group: number, signal?: AbortSignal): AsyncGenerator<readonly GroupMember[]> {
  let after = 0
  for (;;) {
    const members = nextGroupMembers(db, { group, after, limit: batchRows })
    const last = members.at(-1)
    if (last === undefined) return
    after = last.id
    yield members
    await yieldToEventLoop(signal)
  }
}

interface BatchOptions {
  readonly group: number
  readonly columns: readonly string[]
  readonly signal: AbortSignal | undefined
  readonly onProgress: ((done: number, total: number) => void) | undefined
}

async function* batchesOf(db: Db, options: BatchOptions): AsyncGenerator<RowBatch> {
  const total = groupSize(db, options.group)
  let line = 0
  for await (const members of membersOf(db, options.group, options.signal)) {
    const rows = members.map((member) => ({ line: ++line, values: cellsOf(member, options.columns) }))
    yield { rows, blank: 0 }
    options.onProgress?.(line, total)
  }
}

/** An own field that is called like the name or the number column wins where it is filled. */
function cellsOf(member: GroupMember, columns: readonly string[]): string[] {
  const byKey = new Map([...member.fields].map(([heading, value]) => [headingKey(heading), value]))
  return columns.map((heading, index) => {
    if (index === 1) return member.phone
    const value = byKey.get(headingKey(heading)) ?? ''
    return index === 0 && value.trim() === '' ? member.name : value
  })
}
