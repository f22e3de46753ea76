/** One row of `campaign`, with its id: for tests of what campaigns are read by. */
import { newCampaignKey } from '@core/storage/campaign-key'
import type { Db } from '@core/storage/open'
import type { CampaignState } from '@shared/domain/campaign'

/** `values` by column. Returns the id. */
export function insertCampaignRow(
  db: Db,
  values: { readonly state: CampaignState } & Readonly<Record<string, string | number | null>>,
): number {
  const row = { name: 'Campaign', country: 'CM', created_at: 1, updated_at: 1, id: newCampaignKey(db), ...values }
  const columns = Object.keys(row)
  db.prepare(
    `INSERT INTO campaign (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`,
  ).run(row)
  return row.id
}
