/**
 * The only place of the window that touches the bridge. Requests and events are typed by the contract; what fails throws
 * an ApiError.
 */
import { toRaw } from 'vue'
import type { Language } from '@shared/language'
import type { AllEvents, Bridge, EventName, RequestInput, RequestName, RequestOutput } from '@shared/window-contract'
import { wireError } from '@shared/errors'
import { ApiError } from './api-error'

declare global {
  interface Window {
    readonly griot: Bridge
  }
}

/** Requests without input take no argument; the others take exactly one. */
type InputArguments<Name extends RequestName> = undefined extends RequestInput<Name> ? [] : [input: RequestInput<Name>]

/** Asks core or the main process. Throws ApiError. */
export async function request<Name extends RequestName>(
  name: Name,
  ...[input]: InputArguments<Name>
): Promise<RequestOutput<Name>> {
  const reply = await window.griot.request(name, plain(input))
  if (!reply.ok) throw new ApiError(reply.error)
  return reply.value as RequestOutput<Name>
}

/** Listens to core or the main process; the result stops listening. */
export function onEvent<Name extends EventName>(name: Name, listener: (payload: AllEvents[Name]) => void): () => void {
  return window.griot.on(name, (payload) => {
    // what a listener returns would be copied across the bridge, which throws for a Map or a proxy
    listener(payload as AllEvents[Name])
  })
}

/**
 * Path of a file that the person dropped or picked, which requests may then name. Throws ApiError `file_not_found` for what
 * is no file on this computer (a picture dragged out of a browser, say).
 */
export function pathForFile(file: File): string {
  const path = window.griot.pathForFile(file)
  if (path === '') throw new ApiError(wireError('file_not_found', { file: file.name }))
  return path
}

/** The language of this computer, as main sees it. */
export function systemLanguage(): Language {
  return window.griot.systemLanguage
}

/** Vue's proxies can't cross the bridge: the same data without them. */
function plain(value: unknown): unknown {
  const raw: unknown = toRaw(value)
  if (Array.isArray(raw)) return raw.map(plain)
  if (typeof raw !== 'object' || raw === null) return raw
  return Object.fromEntries(Object.entries(raw).map(([key, field]: [string, unknown]) => [key, plain(field)]))
}
