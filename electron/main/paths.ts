/** The folders of the program: its data, its built window, its resources. Needs no ready application. */
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { app } from 'electron'
import { dataDirectory } from '@core/data-dir'

/** The data folder, with Chromium's own files in a folder of it. Before the application is ready. */
export function chooseDataDir(): string {
  const dataDir = dataDirectory()
  // The lock of the single instance lies in userData; where that can't be made there still is a window that says so.
  const home = isUsable(dataDir) ? dataDir : join(tmpdir(), `griot-${process.pid}`)
  app.setPath('userData', home)
  app.setPath('sessionData', join(home, 'window'))
  return dataDir
}

function isUsable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return true
  } catch {
    return false
  }
}

export const rendererDir = join(__dirname, '../renderer')
export const preloadFile = join(__dirname, '../preload/index.cjs')

/** A file of resources/: beside the packaged program, or in the checkout. */
export function resourceFile(...steps: readonly string[]): string {
  return app.isPackaged ? join(process.resourcesPath, ...steps) : join(app.getAppPath(), 'resources', ...steps)
}

/** The spreadsheet of the tour; null where this build has none. */
export function sampleFile(): string | null {
  const path = resourceFile('samples', 'clients-exemple.csv')
  return existsSync(path) ? path : null
}

/** Spreadsheets among command-line arguments: what a double click on a file passes. */
export function spreadsheetsIn(argv: readonly string[], workingDirectory: string): string[] {
  return argv
    .slice(1)
    .filter((argument) => /\.(csv|tsv|txt|xlsx)$/i.test(argument) && !argument.startsWith('-'))
    .map((argument) => resolve(workingDirectory, argument))
    .filter((path) => existsSync(path))
}
