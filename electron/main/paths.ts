/** The folders of the program: its data, its built window, its resources. Needs no ready application. */
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app } from 'electron'
import { dataDirectory } from '@core/data-dir'
import { freshSample } from './sample-file'
import { listFileExtensions } from '@shared/list-file-extensions'

/** The data folder, with Chromium's own files in a folder of it. Before the application is ready. */
export function chooseDataDir(): string {
  const dataDir = dataDirectory()
  // The lock of the single instance lies in userData; where that can't be made there still is a window that says so. Its
  // name cannot be guessed: whoever made the folder first would hold Chromium's files.
  const home = isUsable(dataDir) ? dataDir : mkdtempSync(join(tmpdir(), 'griot-'))
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
/** Lists that the build writes: scripts/collect-licences.ts. */
export const licencesDir = join(__dirname, '../licences')
export const preloadFile = join(__dirname, '../preload/index.cjs')

/** A file of resources/: beside the packaged program, or in the checkout. */
export function resourceFile(...steps: readonly string[]): string {
  return app.isPackaged ? join(process.resourcesPath, ...steps) : join(app.getAppPath(), 'resources', ...steps)
}

/** The spreadsheet of the tour, kept in the data folder; null where this build has none. */
export function sampleFile(dataDir: string, now: Date): string | null {
  const path = resourceFile('samples', 'clients-exemple.csv')
  if (!existsSync(path)) return null
  try {
    return freshSample(path, join(dataDir, 'samples'), now)
  } catch {
    // a full disk: the dates may be past
    return path
  }
}

/** Lists of people among command-line arguments: what a double click on a file passes, as a path or a `file:` address. */
export function spreadsheetsIn(argv: readonly string[], workingDirectory: string): string[] {
  return argv
    .slice(1)
    .filter((argument) => !argument.startsWith('-') && isList(argument))
    .flatMap((argument) => pathOf(argument) ?? [])
    .map((path) => resolve(workingDirectory, path))
    .filter((path) => existsSync(path))
}

function isList(argument: string): boolean {
  const name = argument.toLowerCase()
  return listFileExtensions.some((extension) => name.endsWith(`.${extension}`))
}

function pathOf(argument: string): string | null {
  if (!argument.toLowerCase().startsWith('file:')) return argument
  try {
    return fileURLToPath(argument)
  } catch {
    return null
  }
}
