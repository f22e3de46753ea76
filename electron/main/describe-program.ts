/** Gathers what diagnostics.ts tells of: this computer, the checks, the end of the log, what Chromium left of crashes. */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { arch, release } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import type { Language } from '@shared/language'
import type { AskCore } from './core-host'
import { diagnosticsText } from './diagnostics'
import type { FileLog } from './log'

const lastLines = 300

export interface ProgramToDescribe {
  /** Null while core is not open. */
  readonly askCore: AskCore | null
  readonly log: FileLog
  readonly language: Language
}

export async function describeProgram({ askCore, log, language }: ProgramToDescribe): Promise<string> {
  const { electron, chrome, node } = process.versions
  return diagnosticsText({
    version: app.getVersion(),
    versions: { electron, chrome, node },
    system: `${process.platform} ${release()} ${arch()}`,
    language,
    checks: (await askCore?.('doctor.check', { gateways: false })) ?? null,
    databaseBytes: (await askCore?.('program.info', undefined))?.databaseBytes ?? null,
    logLines: linesOf(log.file).slice(-lastLines),
    crashes: crashesIn(app.getPath('crashDumps')),
  })
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}

/** Breakpad and Crashpad use different folders below this one. */
function crashesIn(folder: string): { at: number; bytes: number }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return crashesIn(path)
      if (!entry.name.endsWith('.dmp')) return []
      const { mtimeMs, size } = statSync(path)
      return [{ at: mtimeMs, bytes: size }]
    })
  } catch {
    return []
  }
}
