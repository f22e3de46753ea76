/** The data folder of a shop after years: contacts, a history in campaigns of which the first hold half and a fifth of all. */
import { openDatabase } from '@core/storage/open'
import { fillContacts } from './fill-contacts'
import { fillHistory } from './fill-history'

export interface ShopSize {
  readonly contacts: number
  readonly messages: number
}

export function fillShop(dataDir: string, { contacts, messages }: ShopSize): void {
  const now = Date.now()
  const db = openDatabase({ dataDir, now })
  try {
    fillContacts(db, { contacts, now })
    const sizes = [messages / 2, messages / 5]
    fillHistory(db, { messages, sizes, perCampaign: messages / 50, now })
  } finally {
    db.close()
  }
}
