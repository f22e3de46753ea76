/**
 * What helps whoever is asked for help, and tells nothing of anybody: versions, the system, the state of each check, and of
 * the log what the program itself wrote. Only what is named here gets in: no free text of the log, no path, no name.
 */
import { basename } from 'node:path'
import type { HealthCheck } from '@shared/contract/program'
import { errorCodes, errorKinds } from '@shared/errors'
import { requestNames } from '@shared/window-contract'

export interface DiagnosticFacts {
  readonly version: string
  readonly versions: Readonly<Record<'electron' | 'chrome' | 'node', string>>
  readonly system: string
  readonly language: string
  /** Null where core is not open. */
  readonly checks: readonly HealthCheck[] | null
  readonly databaseBytes: number | null
  /** The newest lines of the program's log, oldest first. */
  readonly logLines: readonly string[]
  readonly crashes: readonly { readonly at: number; readonly bytes: number }[]
}

export function diagnosticsText(facts: DiagnosticFacts): string {
  const { versions, checks } = facts
  return [
    `Griot ${facts.version} · Electron ${versions.electron} · Chromium ${versions.chrome} · Node ${versions.node}`,
    `${facts.system} · ${facts.language}`,
    `database: ${facts.databaseBytes ?? '-'} bytes`,
    '',
    ...(checks === null
      ? ['core: not open']
      : checks.map(({ name, state, error }) => `${name}: ${state} ${error?.code ?? ''}`.trimEnd())),
    '',
    `crashes: ${facts.crashes.length}`,
    ...facts.crashes.map(({ at, bytes }) => `${new Date(at).toISOString()} ${bytes} bytes`),
    '',
    ...facts.logLines.flatMap((line) => toldOf(line)),
    '',
  ].join('\n')
}

const logLine = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (?:info|warn|error)) ([a-z]+(?: [a-z]+){0,7})(?: (\{.*\}))?$/
/** Fields that hold words of the program, and which words those are. */
const ownWords: Readonly<Record<'code' | 'kind' | 'request', ReadonlySet<string>>> = {
  code: new Set(Object.keys(errorCodes)),
  kind: new Set(errorKinds),
  request: new Set(requestNames),
}
const errorClasses = ['Error', 'TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'AppError', 'SqliteError']

/** A line of the log without anything that came from outside the program. */
function toldOf(line: string): string[] {
  const [, head, event, json] = logLine.exec(line) ?? []
  if (head === undefined || event === undefined) return []
  const details = json === undefined ? {} : read(json)
  const words = Object.entries(ownWords).flatMap(([field, known]) => {
    const value = details[field]
    return typeof value === 'string' && known.has(value) ? [`${field}=${value}`] : []
  })
  const { error } = details
  return [[head, event, ...words].join(' '), ...(typeof error === 'string' ? placesOf(error) : [])]
}

function read(json: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(json) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}

/** Of an error its class and where in the program it happened, not what it says. */
function placesOf(stack: string): string[] {
  const [, found = ''] = /^(\w{1,30}):/.exec(stack) ?? []
  const places = [...stack.matchAll(/^ {4}at (?:.{0,300}[\s(])?(\S{1,300}):(\d{1,7}):(\d{1,5})\)?$/gm)]
  return [
    `  ${errorClasses.includes(found) ? found : 'Error'}`,
    ...places.slice(0, 12).flatMap(([, file = '', row = '', column = '']) => {
      const own = /^(?:index|core|preload|[\w-]+-[\w-]{8})\.(?:cjs|js|mjs)$/.exec(basename(file.replaceAll('\\', '/')))
      return own ? [`    at ${own[0]}:${row}:${column}`] : []
    }),
  ]
}
