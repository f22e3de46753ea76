/**
 * Fills a folder with a paused campaign that waits to be sent, in a process of its own so that what filling takes is not
 * counted. `sending-seed.ts PORT one|batch MESSAGES FOLDER`
 */
import { openDatabase } from '@core/storage/open'
import { insertCampaignRow } from '../helpers/campaign-row'

const [port = '', mode = 'one', count = '20000', dataDir = ''] = process.argv.slice(2)
const messages = Number(count)
const now = Date.now()
const db = openDatabase({ dataDir, now })
const gateway = mode === 'batch' ? 'devcodesms' : 'kingsmspro'
const account = db
  .prepare(
    `INSERT INTO account (name, gateway, base_url, sender, country, currency, uses_keychain, created_at, updated_at)
     VALUES ('bench', ?, ?, 'GRIOT', 'CM', 'XAF', 0, ?, ?)`,
  )
  .run(gateway, `http://127.0.0.1:${port}`, now, now).lastInsertRowid
const campaign = insertCampaignRow(db, {
  name: 'bench',
  state: 'paused',
  pause_reason: 'person',
  account_id: Number(account),
  account_name: 'bench',
  gateway,
  sender: 'GRIOT',
  concurrency: 32,
  created_at: now,
  updated_at: now,
})
const insert = db.prepare(
  `INSERT INTO message (campaign_id, line, phone, name, text, encoding, segments, state, updated_at)
   VALUES (?, ?, ?, ?, ?, 'GSM-7', 1, 'pending', ?)`,
)
const step = 10_000
for (let from = 0; from < messages; from += step) {
  db.transaction(() => {
    for (let index = from; index < Math.min(messages, from + step); index += 1) {
      const text = `Bonjour Client ${index}, votre facture de 25 000 FCFA est prête.`
      insert.run(campaign, index, `+2376${70_000_000 + index}`, `Client ${index}`, text, now)
    }
  }).immediate()
}
db.close()
