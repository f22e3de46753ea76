/** The doubtful messages of a gateway that a number and a text may mean; only where there is one do they prove which. */
import { plainText } from '@shared/domain/archive-comparison'
import type { Db } from '../storage/open'
import { doubtfulMessages, type DoubtfulMessage } from '../storage/receipt'
import { isSamePhone, shortestNational } from './same-phone'

/** @param phone in any spelling that a gateway uses. */
export function doubtfulOfText(
  db: Db,
  { gateway, phone, text }: { readonly gateway: string; readonly phone: string; readonly text: string },
): DoubtfulMessage[] {
  return doubtfulMessages(db, gateway, phone.replace(/\D/g, '').slice(-shortestNational)).filter(
    (message) => isSamePhone(phone, message.phone) && plainText(text) === plainText(message.text),
  )
}
