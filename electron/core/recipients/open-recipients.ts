/**
 * The one door to recipients: whatever a person names as a source (file, pasted table, typed numbers, group of contacts)
 * comes out as rows with their verdicts. Drafts and contacts both read through it.
 */
import { resolve } from 'node:path'
import type { SourceInput, ColumnMapping } from '@shared/contract/recipients'
import type { CoreContext } from '../context'
import { todayOf } from '../today'
import { recallConditions } from '../storage/column-mapping'
import type { SourceOrigin } from '../storage/recipient-source'
import { classifyRows } from './classify/classify-rows'
import { SecondNumberReport } from './classify/row-numbers'
import { ChosenRows } from './choose/chosen-rows'
import type { DueDateChoice } from '@shared/domain/personal-date'
import { RowFilter } from './choose/row-filter'
import { chooseMapping, type KeptSecond } from './columns/choose-mapping'
import { openGroup } from './open-group'
import { openSource, type RecipientSource, type SourceLocation } from './open-source'
import type { OpenedSource } from './opened-source'
import { ReadingNotices } from './reading-notices'
import { nothingLost, RowCorrections, type EarlierCorrections } from './row-corrections'

export type MappingOf = (source: Pick<RecipientSource, 'columns' | 'hasHeader'>) => ColumnMapping

/**
 * @throws AppError file_*, unknown_group, cancelled; file_no_phone_column where no column holds numbers;
 * file_column_unknown where the mapping names a column that is not there
 */
export async function openRecipients(
  context: CoreContext,
  input: SourceInput,
  choices: {
    /** A function is asked once the columns are known; it throws where they will not do. */
    readonly mapping: ColumnMapping | MappingOf | null
    readonly country: string
    /** Second numbers of an earlier reading. */
    readonly second?: KeptSecond | null | undefined
    /** Only rows with this personal date. */
    readonly due?: DueDateChoice | null | undefined
    /** Numbers that a person corrected when the list was read before. */
    readonly corrected?: EarlierCorrections | null | undefined
    readonly signal?: AbortSignal | undefined
  },
): Promise<OpenedSource> {
  if (input.kind === 'group') return openGroup(context, input, choices)
  const { signal } = choices
  const settings = context.settings().language
  const source = await openSource(locationOf(input), {
    ...('options' in input ? input.options : {}),
    language: settings === 'en' ? 'en' : 'fr',
    signal,
  })
  const { mapping, mappedBy, phoneColumns } = chooseMapping(context.db, source, {
    mapping: typeof choices.mapping === 'function' ? choices.mapping(source) : choices.mapping,
    country: choices.country,
    // who says which rows count says which numbers do
    second: choices.second ?? ('where' in input && (input.where ?? null) !== null ? 'none' : 'recalled'),
  })
  const notices = new ReadingNotices(source.columns)
  const report = new SecondNumberReport(source.columns)
  const wanted = chosenConditions(context, input, source)
  const filter = new RowFilter(wanted.where, source.columns, todayOf(context), choices.due)
  const choice = 'options' in input ? input.options : {}
  const origin = originOf(input, source)
  const { columns, sheet, delimiter } = source
  const corrections =
    choices.corrected === undefined || choices.corrected === null
      ? null
      : new RowCorrections(choices.corrected, {
          list: { kind: input.kind, origin, groupId: undefined },
          columns,
          mapping,
          sheet,
          delimiter,
        })
  const chosen = new ChosenRows({ columns, mapping, choice, filter, notices, corrections })
  return {
    kind: input.kind,
    origin,
    shape: source.hasHeader ? source.shape : null,
    reading: {
      label: source.fileName ?? '',
      encoding: source.encoding,
      delimiter: source.delimiter,
      hasHeader: source.hasHeader,
      headerRow: source.headerLine,
      sheets: [...source.sheetNames],
      sheet: source.sheet,
      columns: [...source.columns],
      sample: source.sample.map((row) => [...row.values]),
      mapping,
      mappedBy,
      phoneColumns: [...phoneColumns],
      whereRemembered: wanted.remembered,
    },
    rows: ({ country, migrate, onProgress }) =>
      classifyRows(
        chosen.read(source.rows({ signal, onProgress, notices }), () => source.rows({ signal })),
        { mapping, country, migrate, report },
      ),
    findings: () => ({
      ...chosen.facts(),
      notices: [...notices.list(), ...report.notices(), ...(corrections?.notices() ?? [])],
      second: report.counts(),
    }),
    corrections: () => corrections?.kept() ?? [],
    lost: () => corrections?.lost() ?? nothingLost,
  }
}

/** The person's, else those remembered with the mapping of files of this shape. */
function chosenConditions(
  { db }: CoreContext,
  input: SourceInput,
  source: RecipientSource,
): { readonly where: readonly string[]; readonly remembered: boolean } {
  const asked = 'where' in input ? (input.where ?? null) : null
  if (asked !== null) return { where: asked, remembered: false }
  const where = source.hasHeader ? recallConditions(db, source.shape) : []
  return { where, remembered: where.length > 0 }
}

function originOf(input: SourceInput, { stamp }: RecipientSource): SourceOrigin | null {
  switch (input.kind) {
    case 'file':
      return stamp === null ? null : { kind: 'file', path: resolve(input.path), options: input.options, stamp }
    case 'pasted':
      return { kind: 'pasted', text: input.text, options: input.options }
    case 'group':
    case 'numbers':
      return null
  }
}

function locationOf(input: Exclude<SourceInput, { kind: 'group' }>): SourceLocation {
  switch (input.kind) {
    case 'file':
      return { kind: 'file', path: input.path }
    case 'pasted':
      return { kind: 'pasted', text: input.text }
    case 'numbers':
      return { kind: 'numbers', phones: input.phones }
  }
}
