/**
 * What a new database starts with: the sandbox account, so that a first message can be "sent" within minutes, and a few
 * texts. Done once per database: what a person removed does not come back.
 */
import { currencyOf } from '@shared/domain/country'
import { sandboxName } from '@shared/sentences/sentence'
import { insertAccount, listAccounts } from './storage/account'
import type { Db } from './storage/open'
import { defaultSettings, readMark, writeMark } from './storage/setting'
import { listTemplates, saveTemplate } from './storage/template'
import { starterTemplates } from './templates/starter-templates'

export interface FirstRunOptions {
  readonly now: number
  readonly language: 'fr' | 'en'
  /** Registry id of the gateway that needs no account. */
  readonly sandboxGateway: string
}

const mark = 'first-run'
/** A usual price, so that the tour shows a bill; nothing is ever charged in the sandbox. */
const sandboxPrice = '15'

/** True when this call filled the database; two processes that start together fill it once. */
export function fillNewDatabase(db: Db, { now, language, sandboxGateway }: FirstRunOptions): boolean {
  return db
    .transaction(() => {
      if (readMark(db, mark) !== null) return false
      writeMark(db, mark, String(now))
      if (listAccounts(db).length === 0) {
        const { country } = defaultSettings
        insertAccount(
          db,
          {
            name: sandboxName(language),
            gateway: sandboxGateway,
            baseUrl: null,
            sender: 'GRIOT',
            country,
            currency: currencyOf(country),
            price: sandboxPrice,
            maxRate: null,
            concurrency: null,
            alertBelow: null,
            callbackUrl: null,
            usesKeychain: false,
          },
          now,
        )
      }
      if (listTemplates(db).length === 0) {
        for (const template of starterTemplates[language]) saveTemplate(db, template, now)
      }
      return true
    })
    .immediate()
}
