/**
 * The bridge between the sandboxed window and the main process: `window.griot`. It lets through the names of the
 * contract (which main passes as arguments) and nothing else; main checks sender and payload again.
 */
import * as electron from 'electron'
import {
  clipboardRequest,
  eventChannel,
  eventNamesArgument,
  fileChosenChannel,
  requestChannel,
  requestNamesArgument,
  systemLanguageArgument,
} from '@shared/bridge-names'
import { resolveLanguage } from '@shared/language'
import type { Bridge } from '@shared/window-contract'

declare const process: { readonly argv: readonly string[] }

type Listener = (payload: unknown) => void
const { contextBridge, ipcRenderer } = electron

function namesOf(argument: string): readonly string[] {
  const value = process.argv.find((candidate) => candidate.startsWith(argument))
  return value?.slice(argument.length).split(',') ?? []
}
const requestNames = new Set(namesOf(requestNamesArgument))
const listeners = new Map(namesOf(eventNamesArgument).map((name) => [name, new Set<Listener>()]))
const refusal = 'Not a name of the contract.'

ipcRenderer.on(eventChannel, (_event, name: string, payload: unknown) => {
  for (const listener of [...(listeners.get(name) ?? [])]) listener(payload)
})

/** Electron 32 took `File.path` away and gave `webUtils` instead; before 29 there was only the former. */
function pathOf(file: File): string {
  const { webUtils } = electron as { readonly webUtils?: typeof electron.webUtils }
  return webUtils ? webUtils.getPathForFile(file) : ((file as File & { readonly path?: string }).path ?? '')
}

const bridge: Bridge = {
  systemLanguage: resolveLanguage('system', namesOf(systemLanguageArgument)[0] ?? ''),
  async request(name, input) {
    if (!requestNames.has(name)) throw new Error(refusal)
    if (name === clipboardRequest && !navigator.userActivation.isActive) throw new Error('Needs a click or a key.')
    return (await ipcRenderer.invoke(requestChannel, name, input)) as Awaited<ReturnType<Bridge['request']>>
  },
  on(name, listener) {
    const own = listeners.get(name)
    if (!own) throw new Error(refusal)
    own.add(listener)
    return () => own.delete(listener)
  },
  pathForFile(file) {
    const path = file instanceof File ? pathOf(file) : ''
    if (path !== '') ipcRenderer.send(fileChosenChannel, path)
    return path
  },
}

contextBridge.exposeInMainWorld('griot', bridge)
