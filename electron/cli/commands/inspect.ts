/** `griot inspect`: what a file holds and what an import would make of it; nothing is written. */
import { basename } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '@shared/errors'
import type { SameNumber } from '@shared/contract/drafts'
import type { RowProblem, SourceView } from '@shared/contract/recipients'
import { formatPhoneNumber } from '@shared/domain/phone-format'
import { problemWord } from '@shared/sentences/sentence'
import { conditionDocument } from '../condition-lines'
import { exitCodes } from '../failure'
import { countryOf, fileSource, mappingOf, sameNumberOf, withFileOptions, type FileOptions } from '../file-options'
import { noticeSentences } from '../notice-lines'
import type { Run } from '../work'
import type { Session } from '../session'

export function inspectCommand(program: Command, run: Run): void {
  withFileOptions(program.command('inspect <FILE>')).option('--same-number <CHOICE>').action(run(inspect))
}

/** Where columns were named, the file is looked at once more with that mapping. */
async function inspect(
  session: Session,
  path: string,
  options: FileOptions & { readonly sameNumber?: string },
): Promise<number> {
  const choice = options.sameNumber === undefined ? null : sameNumberOf(options, session)
  const source = fileSource(path, options, session)
  const country = await countryOf(options, session)
  const mapping = await mappingOf(session, { source, country, options })
  const view = await session.request('contacts.inspect', {
    source,
    country,
    migrate: options.migrate === true,
    mapping,
  })
  if (view.mapping === null) throw new AppError('file_no_phone_column', { file: basename(path) })
  const shared = choice === null ? null : sameNumberDocument(choice, view)
  session.answer({ ...inspectDocument(view), ...(shared !== null && { sameNumber: shared }) }, () => [
    ...inspectLines(view, session),
    ...(shared === null ? [] : [session.words.say(`inspect.${shared.choice}`, { ...shared })]),
  ])
  return exitCodes.done
}

/** What rows with one number would get: rows = recipients + joined + duplicate + invalid. */
function sameNumberDocument(choice: SameNumber, { valid, duplicate }: SourceView) {
  const isEach = choice === 'each'
  return {
    choice,
    recipients: isEach ? valid + duplicate : valid,
    joined: choice === 'join' ? duplicate : 0,
    duplicate: choice === 'first' ? duplicate : 0,
  }
}

export function inspectDocument(view: SourceView) {
  const heading = (column: number | null | undefined): string | null =>
    column === null || column === undefined ? null : (view.columns[column] ?? null)
  const second = view.mapping?.second
  return {
    encoding: view.encoding,
    delimiter: view.delimiter,
    header: view.hasHeader,
    headerRow: view.headerRow,
    sheet: view.sheet,
    sheets: view.sheets,
    columns: view.columns,
    mapping: {
      phone: heading(view.mapping?.phone),
      name: heading(view.mapping?.name),
      ...(view.mapping?.firstName === undefined || view.mapping.firstName === null
        ? {}
        : { firstName: heading(view.mapping.firstName) }),
      ...(second === undefined ? {} : { second: { ...second, columns: second.columns.map(heading) } }),
    },
    phoneColumns: view.phoneColumns.map(({ column, usable }) => ({ column: heading(column), usable })),
    where: view.where.map((count) => conditionDocument(count, [])),
    filtered: view.filtered,
    rows: view.rows,
    valid: view.valid,
    invalid: view.invalid,
    duplicate: view.duplicate,
    migrated: view.migrated,
    migratable: view.migratable,
    ...(second === undefined
      ? {}
      : {
          secondNumbers: {
            used: view.second.used,
            added: view.second.added,
            unusable: view.second.passed.count,
            list: view.second.passed.numbers.map(problemDocument),
          },
        }),
    notices: view.notices,
    problems: view.problems.map(problemDocument),
  }
}

function problemDocument({ line, column, value, reason, suggestion, readings }: RowProblem) {
  return {
    line,
    column,
    value,
    reason,
    ...(suggestion === null ? {} : { suggestion }),
    ...(readings.length > 0 && { readings }),
  }
}

function problemLine({ line, column, value, reason, readings }: RowProblem, { words }: Session): string {
  const offered = readings.length === 0 ? '' : ` (${readings.map(formatPhoneNumber).join(' / ')})`
  return words.say('inspect.problem', {
    line,
    column,
    value,
    reason: `${problemWord(reason, words.language)}${offered}`,
  })
}

export function inspectLines(view: SourceView, session: Session): string[] {
  const { words } = session
  const { passed } = view.second
  const document = inspectDocument(view)
  return [
    ...(view.encoding === null
      ? []
      : [
          words.say('inspect.file', {
            encoding: view.encoding,
            delimiter: view.delimiter === '\t' ? 'tab' : (view.delimiter ?? ''),
            header:
              view.headerRow === null
                ? words.say('inspect.noHeader')
                : words.say('inspect.header', { line: view.headerRow }),
          }),
        ]),
    words.say('inspect.columns', { columns: view.columns.join(', ') }),
    words.say('inspect.mapping', { phone: document.mapping.phone ?? '–', name: document.mapping.name ?? '–' }),
    words.say('inspect.counts', {
      rows: view.rows,
      valid: view.valid,
      invalid: view.invalid,
      duplicate: view.duplicate,
    }),
    ...noticeSentences(view, session),
    ...(view.migrated > 0 ? [words.say('inspect.migrated', { count: view.migrated })] : []),
    ...view.problems.map((problem) => problemLine(problem, session)),
    ...(view.invalid > view.problems.length
      ? [words.say('inspect.more', { count: view.invalid - view.problems.length })]
      : []),
    ...(passed.count > 0
      ? [words.say('inspect.passed'), ...passed.numbers.map((number) => problemLine(number, session))]
      : []),
    ...(passed.count > passed.numbers.length
      ? [words.say('inspect.more', { count: passed.count - passed.numbers.length })]
      : []),
  ]
}
