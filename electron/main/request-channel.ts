/** Joins Electron's IPC to the request gate: two channels in, nothing else listens. */
import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron'
import { fileChosenChannel, requestChannel } from '@shared/bridge-names'
import type { FileGrants } from './file-grants'
import type { MainWindow } from './main-window'
import { isOwnUrl } from './page-address'
import type { RequestGate, Sender } from './request-gate'

export function listenToWindow(window: MainWindow, gate: RequestGate, grants: FileGrants): void {
  ipcMain.handle(requestChannel, (event, name: unknown, input: unknown) => gate(senderOf(event, window), name, input))
  ipcMain.on(fileChosenChannel, (event, path: unknown) => {
    if (isTrustedSender(senderOf(event, window)) && typeof path === 'string' && path !== '') grants.grant(path, 'read')
  })
}

/** The top frame of the main window, while it shows a page of Griot. */
export function isTrustedSender(sender: Sender): boolean {
  return sender.isOwnWindow && isOwnUrl(sender.url)
}

function senderOf(event: IpcMainEvent | IpcMainInvokeEvent, window: MainWindow): Sender {
  const frame = event.senderFrame
  return {
    url: frame?.url ?? '',
    isOwnWindow: frame !== null && frame === event.sender.mainFrame && window.isOwnPage(event.sender.id),
  }
}
