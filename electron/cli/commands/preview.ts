/** `griot preview`: the texts that a file's people would get, from the walk that bill and sending take; nothing stays. */
import { basename } from 'node:path'
import type { Command } from 'commander'
import type { DraftView } from '@shared/contract/drafts'
import { noticeLines, type NoticeCode, type ReadingNotice } from '@shared/contract/reading-report'
import { costlyCharacters } from '@shared/domain/segment'
import { positive } from '../arguments'
import { checkTemplate } from '../check-template'
import { conditionLines } from '../condition-lines'
import { exitCodes, usageError } from '../failure'
import { countryOf, fileSource, mappingOf, sameNumberOf, withFileOptions, type FileOptions } from '../file-options'
import type { Run } from '../work'
import type { Session } from '../session'
import { noticeSentences } from '../notice-lines'
import { readTemplate, type TemplateOptions } from '../template'

export function previewCommand(program: Command, run: Run): void {
  withFileOptions(
    program
      .command('preview')
      .requiredOption('--csv <FILE>')
      .option('--template <TEXT>')
      .option('--template-file <FILE>')
      .option('--transliterate')
      .option('--same-number <CHOICE>')
      .option('--limit <N>')
      .option('--row <N>'),
  ).action(run(preview))
}

interface PreviewOptions extends FileOptions, TemplateOptions {
  readonly csv: string
  readonly transliterate?: boolean
  readonly sameNumber?: string
  readonly limit?: string
  readonly row?: string
}

interface PreviewedText {
  /** Row of the file, from 1, headings not counted. */
  readonly row: number
  /** Line of the file where the row begins, from 1. */
  readonly line: number
  readonly to: string
  readonly text: string
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly segments: number
  readonly costly: readonly { readonly char: string; readonly replace: string | null }[]
  readonly missing: readonly string[]
  /** What was said of how the file was read, where it may concern this row. */
  readonly notices: readonly NoticeCode[]
  /** Conditions that one of two readings of a cell decides, the likelier; absent where there is none. */
  readonly doubtful?: readonly { readonly condition: string; readonly value: string }[]
}

async function preview(session: Session, options: PreviewOptions): Promise<number> {
  const template = await readTemplate(options, session)
  const whole = { whole: true }
  const limit =
    options.limit === undefined ? Number.POSITIVE_INFINITY : positive(options.limit, '--limit', session, whole)
  const row = options.row === undefined ? null : positive(options.row, '--row', session, whole)
  const source = fileSource(options.csv, options, session)
  const country = await countryOf(options, session)
  const draft = await session.request('drafts.create', { name: basename(options.csv), temporary: true })
  try {
    const transliterate = options.transliterate === true
    const patch = {
      template,
      country,
      allowRepeats: true,
      transliterate,
      migrate: options.migrate === true,
      sameNumber: sameNumberOf(options, session),
    }
    await session.request('drafts.save', { id: draft.id, patch })
    const mapping = await mappingOf(session, { source, country, options })
    const jobId = `cli-${draft.id}`
    const view = await session.request('drafts.addSource', { id: draft.id, source, mapping, jobId })
    await checkTemplate(session, draft.id, template)
    const texts = await readTexts(session, view, { row, limit })
    const conditions = await session.request('drafts.conditions', { id: draft.id, template })
    const notices = [
      ...view.sources.flatMap((source) => noticeSentences(source, session)),
      ...conditions.flatMap((count) => conditionLines(count, session.words, [])),
    ]
    if (session.json) for (const line of notices) session.terminal.notice(line)
    session.answer(texts, () => [...notices, ...previewLines(texts, session)])
    return exitCodes.done
  } finally {
    await session.request('drafts.discard', { id: draft.id })
  }
}

async function readTexts(
  session: Session,
  { id, counts, sources }: DraftView,
  wanted: { readonly row: number | null; readonly limit: number },
): Promise<readonly PreviewedText[]> {
  const rows = sources.reduce((left, { second }) => left - second.added, counts.rows)
  if (wanted.row !== null && wanted.row > rows) {
    throw usageError(session.words.say('bad.row', { row: wanted.row, rows }))
  }
  const texts: PreviewedText[] = []
  const notices = sources.flatMap((source) => source.notices)
  for await (const page of (await session.core()).texts(id, wanted.row)) {
    for (const { row, recipient, message, doubtful } of page) {
      texts.push({
        row,
        line: recipient.line,
        to: recipient.phone,
        text: message.text,
        encoding: message.measure.encoding,
        segments: message.measure.segments,
        costly:
          message.measure.encoding === 'UCS-2'
            ? costlyCharacters(message.text).map(({ char, replacement }) => ({ char, replace: replacement }))
            : [],
        missing: message.missing,
        notices: notices.filter((notice) => mayConcern(notice, recipient.line)).map(({ code }) => code),
        ...(doubtful.length > 0 && { doubtful }),
      })
      if (texts.length >= wanted.limit) return texts
    }
  }
  return texts
}

/** Beyond the lines that a notice names it may concern any. */
function mayConcern({ lines, count }: ReadingNotice, line: number): boolean {
  return lines.length === 0 || lines.includes(line) || (lines.length >= noticeLines && count > lines.length)
}

function previewLines(texts: readonly PreviewedText[], { words }: Session): readonly string[] {
  if (texts.length === 0) return [words.say('preview.none')]
  return texts.flatMap(({ to, row, text, encoding, segments, costly, missing, doubtful = [] }) => {
    const costs = costly.map(({ char, replace }) => (replace === null ? char : `${char} → ${replace}`))
    return [
      words.say('preview.head', { to, row, encoding, segments }),
      ...text.split('\n').map((line) => `  ${line}`),
      ...(costs.length > 0 ? [`  ! ${words.say('preview.costly', { list: costs.join(', ') })}`] : []),
      ...(missing.length > 0 ? [`  ! ${words.say('preview.missing', { list: missing.join(', ') })}`] : []),
      ...doubtful.map((doubt) => `  ! ${words.say('preview.doubtful', doubt)}`),
    ]
  })
}
