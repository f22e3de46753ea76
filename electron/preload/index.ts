/**
 * The bridge between the sandboxed window and the main process: `window.griot`. It lets through the names of the
 * contract (which main passes as arguments) and nothing else; main checks sender and payload again.
 */
import * as electron from 'electron'
import {
  eventChannel,
  eventNamesArgument,
  fileChosenChannel,
  requestChannel,
  requestNamesArgument,
} from '@shared/bridge-names'
import type { Bridge } from '@shared/window-contract'

declare const process: { readonly argv: readonly string[] }

const { contextBridge, ipcRenderer } = electron

function namesOf(argument: string): ReadonlySet<string> {
  const value = process.argv.find((candidate) => candidate.startsWith(argument))
  return new Set(value?.slice(argument.length).split(','))
}
const requestNames = namesOf(requestNamesArgument)
const eventNames = namesOf(eventNamesArgument)

function assertName(names: ReadonlySet<string>, name: unknown): asserts name is string {
  if (typeof name !== 'string' || !names.has(name)) throw new Error('Not a name of the contract.')
}

/** Electron 32 took `File.path` away and gave `webUtils` instead; before 29 there was only the former. */
function pathOf(file: File): string {
  const { webUtils } = electron as { readonly webUtils?: typeof electron.webUtils }
  return webUtils ? webUtils.getPathForFile(file) : ((file as File & { readonly path?: string }).path ?? '')
}

const bridge: Bridge = {
  async request(name, input) {
    assertName(requestNames, name)
    return (await ipcRenderer.invoke(requestChannel, name, input)) as Awaited<ReturnType<Bridge['request']>>
  },
  on(name, listener) {
    assertName(eventNames, name)
    const relay = (_event: electron.IpcRendererEvent, told: unknown, payload: unknown): void => {
      if (told === name) listener(payload)
    }
    ipcRenderer.on(eventChannel, relay)
    return () => ipcRenderer.removeListener(eventChannel, relay)
  },
  pathForFile(file) {
    const path = file instanceof File ? pathOf(file) : ''
    if (path !== '') ipcRenderer.send(fileChosenChannel, path)
    return path
  },
}

contextBridge.exposeInMainWorld('griot', bridge)
