/** `griot inspect`, `griot preview`: what a file holds and what its people would get; nothing is written, nothing stays. */
import { basename } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '@shared/errors'
import type { ReadOptions, SourceInput, SourceView } from '@shared/contract/recipients'
import { costlyCharacters } from '@shared/domain/segment'
import { problemWord } from '@shared/sentences/sentence'
import { applyMap, foundByItself, positive, readMap } from '../arguments'
import { exitCodes, usageError } from '../failure'
import type { Run } from '../program'
import type { Session } from '../session'
import { addSource, readTemplate } from './send'

export interface FileOptions {
  readonly country?: string
  readonly map?: readonly string[]
  readonly encoding?: string
  readonly delimiter?: string
  readonly header?: boolean
  readonly sheet?: string
}

/** The options that say how to read a file, the same for every command that reads one. */
export function withFileOptions(command: Command): Command {
  return command
    .option('--country <code>')
    .option('--map <mapping...>')
    .option('--encoding <name>')
    .option('--delimiter <character>')
    .option('--header')
    .option('--no-header')
    .option('--sheet <name>')
}

export function recipientCommands(program: Command, run: Run): void {
  withFileOptions(program.command('inspect <file>')).action(run(inspect))
  program
    .command('preview')
    .requiredOption('--csv <file>')
    .option('--template <text>')
    .option('--template-file <file>')
    .option('--country <code>')
    .option('--map <mapping...>')
    .option('--transliterate')
    .option('--limit <count>')
    .option('--row <line>')
    .action(run(preview))
}

const delimiters: Readonly<Record<string, ReadOptions['delimiter']>> = {
  ';': ';',
  ',': ',',
  '|': '|',
  '\t': '\t',
  tab: '\t',
  '\\t': '\t',
}

export function fileSource(path: string, options: FileOptions): SourceInput {
  const delimiter = options.delimiter === undefined ? null : delimiters[options.delimiter]
  if (delimiter === undefined) throw usageError(`--delimiter ${options.delimiter}`)
  return {
    kind: 'file',
    path,
    options: {
      ...foundByItself,
      encoding: options.encoding ?? null,
      delimiter,
      hasHeader: options.header ?? null,
      sheet: options.sheet ?? null,
    },
  }
}

export async function countryOf(options: { country?: string }, session: Session): Promise<string> {
  const country = options.country?.toUpperCase()
  if (country !== undefined && !/^[A-Z]{2}$/.test(country)) throw new AppError('country_unknown', { country })
  return country ?? (await session.request('settings.get', undefined)).country
}

/** Inspects a file; where columns were named, once more with that mapping. */
export async function inspectFile(session: Session, path: string, options: FileOptions): Promise<SourceView> {
  const source = fileSource(path, options)
  const country = await countryOf(options, session)
  const wish = readMap(options.map, session)
  const seen = await session.request('contacts.inspect', { source, country })
  const mapping = applyMap(wish, seen.mapping, seen.columns, basename(path))
  return mapping === null ? seen : session.request('contacts.inspect', { source, country, mapping })
}

async function inspect(session: Session, path: string, options: FileOptions): Promise<number> {
  const view = await inspectFile(session, path, options)
  if (view.mapping === null) throw new AppError('file_no_phone_column', { file: basename(path) })
  session.answer(inspectDocument(view), () => inspectLines(view, session))
  return exitCodes.done
}

export function inspectDocument(view: SourceView) {
  const heading = (column: number | null | undefined): string | null =>
    column === null || column === undefined ? null : (view.columns[column] ?? null)
  return {
    encoding: view.encoding,
    delimiter: view.delimiter,
    header: view.hasHeader,
    columns: view.columns,
    mapping: {
      phone: heading(view.mapping?.phone),
      name: heading(view.mapping?.name),
      ...(view.mapping?.firstName === undefined || view.mapping.firstName === null
        ? {}
        : { firstName: heading(view.mapping.firstName) }),
    },
    rows: view.rows,
    valid: view.valid,
    invalid: view.invalid,
    duplicate: view.duplicate,
    migrated: view.migrated,
    migratable: view.migratable,
    problems: view.problems.map(({ line, column, value, reason, suggestion }) => ({
      line,
      column,
      value,
      reason,
      ...(suggestion === null ? {} : { suggestion }),
    })),
  }
}

export function inspectLines(view: SourceView, { words }: Session): string[] {
  const document = inspectDocument(view)
  return [
    ...(view.encoding === null
      ? []
      : [
          words.say('inspect.file', {
            encoding: view.encoding,
            delimiter: view.delimiter === '\t' ? 'tab' : `« ${view.delimiter ?? ''} »`,
            header: words.say(view.hasHeader ? 'inspect.header' : 'inspect.noHeader'),
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
    ...(view.migrated > 0 ? [words.say('inspect.migrated', { count: view.migrated })] : []),
    ...view.problems.map(({ line, column, value, reason }) =>
      words.say('inspect.problem', { line, column, value, reason: problemWord(reason, words.language) }),
    ),
    ...(view.invalid > view.problems.length
      ? [words.say('inspect.more', { count: view.invalid - view.problems.length })]
      : []),
  ]
}

interface PreviewedText {
  /** Line in the file. */
  readonly row: number
  readonly to: string
  readonly text: string
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly segments: number
  readonly costly: readonly { readonly char: string; readonly replacement: string | null }[]
  readonly missing: readonly string[]
}

interface PreviewOptions {
  readonly csv: string
  readonly template?: string
  readonly templateFile?: string
  readonly country?: string
  readonly map?: readonly string[]
  readonly transliterate?: boolean
  readonly limit?: string
  readonly row?: string
}

async function preview(session: Session, options: PreviewOptions): Promise<number> {
  const template = await readTemplate(options, session)
  const limit =
    options.limit === undefined
      ? Number.POSITIVE_INFINITY
      : positive(options.limit, '--limit', session, { whole: true })
  const row = options.row === undefined ? null : positive(options.row, '--row', session, { whole: true })
  const country = await countryOf(options, session)
  const draft = await session.request('drafts.create', { name: null, temporary: true })
  try {
    await session.request('drafts.save', {
      id: draft.id,
      patch: { template, country, allowRepeats: true, transliterate: options.transliterate === true },
    })
    await addSource(session, draft.id, { kind: 'file', path: options.csv, options: foundByItself }, options.map)
    const texts: PreviewedText[] = []
    reading: for await (const page of (await session.core()).texts(draft.id)) {
      for (const { recipient, message } of page) {
        if (row !== null && recipient.line !== row) continue
        if (texts.length >= limit) break reading
        texts.push({
          row: recipient.line,
          to: recipient.phone,
          text: message.text,
          encoding: message.measure.encoding,
          segments: message.measure.segments,
          costly:
            message.measure.encoding === 'UCS-2'
              ? costlyCharacters(message.text).map(({ char, replacement }) => ({ char, replacement }))
              : [],
          missing: message.missing,
        })
      }
    }
    const { words } = session
    session.answer(texts, () =>
      texts.length === 0
        ? [words.say('preview.none')]
        : texts.flatMap((one) => [
            words.say('preview.head', { to: one.to, row: one.row, encoding: one.encoding, segments: one.segments }),
            ...one.text.split('\n').map((line) => `  ${line}`),
            ...(one.costly.length > 0
              ? [
                  `  ! ${words.say('preview.costly', { list: one.costly.map(({ char, replacement }) => (replacement === null ? char : `${char} → ${replacement}`)).join(', ') })}`,
                ]
              : []),
            ...(one.missing.length > 0
              ? [`  ! ${words.say('preview.missing', { list: one.missing.join(', ') })}`]
              : []),
          ]),
    )
    return exitCodes.done
  } finally {
    await session.request('drafts.discard', { id: draft.id })
  }
}
