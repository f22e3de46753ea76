/** program.info, doctor.check and the audit log. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { CoreHandlers } from '@shared/ipc-contract'
import { auditLineWords, type AuditFormats } from '@shared/sentences/audit'
import type { Gateways } from '../accounts/gateways'
import { listBackups } from '../backup/list-backups'
import { damageBefore } from '../backup/start-anew'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { exportLanguage, exportTime } from '../exports/export-language'
import { writeCsv } from '../exports/write-csv'
import { appendAudit } from '../storage/audit'
import { pageOfAudit } from '../storage/audit-list'
import { databaseFileName } from '../storage/open'
import { checkHealth } from './doctor'

export interface ProgramPorts {
  readonly gateways: Gateways
  /** Of the program, as in package.json. */
  readonly version: string
}

const sliceSize = 500
/** Plain figures, for spreadsheets and programs. */
const exportFormats: AuditFormats = { number: String, dateTime: exportTime, fileSize: String }
const headings = {
  fr: ['Date', 'Acteur', 'Action', 'Objet', 'Détail'],
  en: ['Date', 'Actor', 'Action', 'Subject', 'Detail'],
} as const

export function programHandlers(
  context: CoreContext,
  { gateways, version }: ProgramPorts,
): Pick<CoreHandlers, 'program.info' | 'doctor.check' | 'audit.page' | 'audit.export'> {
  const { db, dataDir } = context
  return {
    'program.info': async () => {
      await Promise.resolve()
      const path = join(dataDir, databaseFileName)
      const sizes = ['', '-wal'].map((suffix) => statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0)
      return {
        version,
        dataDir,
        databaseBytes: sizes.reduce((sum, size) => sum + size, 0),
        backups: listBackups(dataDir),
        damaged: damageBefore(db, dataDir),
      }
    },
    'doctor.check': ({ gateways: askGateways }) => checkHealth(context, gateways, { askGateways }),
    'audit.page': async ({ offset, limit, ...query }) => Promise.resolve(pageOfAudit(db, query, { offset, limit })),
    'audit.export': ({ path }) => exportAudit(context, path),
  }
}

async function exportAudit(context: CoreContext, path: string): Promise<number> {
  const { db, clock, actor } = context
  const until = clock.now()
  const language = exportLanguage(context.settings())
  const rows = async function* (): AsyncGenerator<readonly string[]> {
    for (let offset = 0; ; offset += sliceSize) {
      const page = pageOfAudit(db, { search: '', from: null, to: until }, { offset, limit: sliceSize })
      for (const row of page.rows) {
        const { actor: who, action, subject, detail } = auditLineWords(row, language, exportFormats)
        yield [exportTime(row.at), who, action, subject, detail]
      }
      if (page.rows.length < sliceSize) return
      await yieldToEventLoop()
    }
  }
  const written = await writeCsv(path, { columns: headings[language], rows: rows() })
  appendAudit(db, { at: clock.now(), actor, action: 'audit.export', subject: '', detail: { rows: written } })
  return written
}
