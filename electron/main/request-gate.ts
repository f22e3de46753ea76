/**
 * Every request of the window passes here: right frame, known name, payload as its schema says, files that the person
 * chose. Replies are values, `{ ok, value }` or `{ ok, error }`, so that nothing thrown reaches the window with its text.
 */
import { basename } from 'node:path'
import type { Log } from '@core/log'
import type { Reply } from '@shared/contract/schema'
import { AppError, toWireError, wireError, type WireError } from '@shared/errors'
import { allRequests, type RequestInput, type RequestName, type RequestOutput } from '@shared/window-contract'
import type { FileGrants } from './file-grants'

/** Where a message came from. */
export interface Sender {
  /** The page that the frame showed when it asked. */
  readonly url: string
  /** True for the top frame of a window that Griot opened. */
  readonly isOwnWindow: boolean
}

export type Handlers = {
  readonly [Name in RequestName]: (input: RequestInput<Name>) => Promise<RequestOutput<Name>>
}
type AnyHandler = (input: unknown) => Promise<unknown>

export interface RequestGateOptions {
  readonly isTrusted: (sender: Sender) => boolean
  readonly grants: FileGrants
  /** Core's wait until core is open. */
  readonly handlerFor: <Name extends RequestName>(name: Name) => Handlers[Name]
  readonly log: Log
}

export type RequestGate = (sender: Sender, name: unknown, input: unknown) => Promise<Reply<unknown>>

export function createRequestGate({ isTrusted, grants, handlerFor, log }: RequestGateOptions): RequestGate {
  const refuse = (
    reason: string,
    details: Readonly<Record<string, unknown>>,
    error: WireError = wireError('internal'),
  ): Reply<never> => {
    log.warn('request refused', { reason, ...details })
    return { ok: false, error }
  }
  return async (sender, name, input) => {
    if (!isTrusted(sender)) return refuse('foreign frame', { origin: originOf(sender.url) })
    if (!isRequestName(name))
      return refuse('unknown name', { request: typeof name === 'string' ? name.slice(0, 60) : typeof name })
    const parsed = allRequests[name].input.safeParse(input)
    if (!parsed.success) {
      return refuse('payload', {
        request: name,
        at: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`),
      })
    }
    const notChosen = grants.refused(name, parsed.data)
    if (notChosen !== null) {
      const error = wireError('file_not_chosen', { file: basename(notChosen) })
      return refuse('file that nobody chose', { request: name }, error)
    }
    try {
      const handler = handlerFor(name) as AnyHandler
      return { ok: true, value: await handler(parsed.data) }
    } catch (error) {
      // an AppError was meant, or is a bug that core has written down where it happened
      if (!(error instanceof AppError)) log.error('request failed', { request: name, error: describe(error) })
      return { ok: false, error: toWireError(error) }
    }
  }
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(allRequests, name)
}

function originOf(url: string): string {
  try {
    const { protocol, host } = new URL(url)
    return `${protocol}//${host}`
  } catch {
    return 'none'
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
