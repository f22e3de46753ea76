/**
 * The one door to recipients: whatever a person names as a source (file, pasted table, typed numbers, group of contacts)
 * comes out as rows with their verdicts. Drafts and contacts both read through it.
 */
import { resolve } from 'node:path'
import type { SourceInput, ColumnMapping } from '@shared/contract/recipients'
import type { CoreContext } from '../context'
import type { SourceOrigin } from '../storage/recipient-source'
import { classifyRows } from './classify/classify-rows'
import { chooseMapping } from './columns/choose-mapping'
import { openGroup } from './open-group'
import { openSource, type RecipientSource, type SourceLocation } from './open-source'
import type { OpenedSource } from './opened-source'
import { ReadingNotices } from './reading-notices'

/**
 * @throws AppError file_*, unknown_group, cancelled; file_no_phone_column where no column holds numbers;
 * file_column_unknown where the mapping names a column that is not there
 */
export async function openRecipients(
  context: CoreContext,
  input: SourceInput,
  choices: {
    readonly mapping: ColumnMapping | null
    readonly country: string
    readonly signal?: AbortSignal | undefined
  },
): Promise<OpenedSource> {
  if (input.kind === 'group') return openGroup(context, input.groupId, choices.signal)
  const { signal } = choices
  const settings = context.settings().language
  const source = await openSource(locationOf(input), {
    ...('options' in input ? input.options : {}),
    language: settings === 'en' ? 'en' : 'fr',
    signal,
  })
  const { mapping, mappedBy, phoneColumns } = chooseMapping(context.db, source, choices)
  const notices = new ReadingNotices()
  return {
    kind: input.kind,
    origin: originOf(input, source),
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
    },
    rows: ({ country, migrate, onProgress }) =>
      classifyRows(source.rows({ signal, onProgress, notices }), { mapping, country, migrate }),
    notices: () => notices.list(),
  }
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
