/** Contacts as a shop gathers them over years: names, towns and amounts, a group of every tenth, one in a hundred opted out. */
import { insertContact } from '@core/storage/contact'
import type { Db } from '@core/storage/open'
import { seeded } from './fill-history'

const firstNames =
  'Awa Kofi Fatou Jean Émilie Moussa Aïcha Thérèse Paul Ibrahim Chantal Kwame Adjoa Blaise Nadège Yao'.split(' ')
const lastNames =
  'Mbarga Diallo Traoré Nguema Koné Ouattara Eto’o Sow Ndiaye Abena Lawson Amouzou Kamga Fotso Bello'.split(' ')
const towns = 'Douala Yaoundé Garoua Bafoussam Kribi Limbé Ngaoundéré Maroua'.split(' ')

/** Returns the group's id. The same count gives the same people. */
export function fillContacts(db: Db, { contacts, now }: { readonly contacts: number; readonly now: number }): number {
  const random = seeded(3)
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? ''
  const group = Number(
    db.prepare("INSERT INTO contact_group (name, created_at) VALUES ('Clients', 1)").run().lastInsertRowid,
  )
  const addToGroup = db.prepare('INSERT INTO group_member (group_id, contact_id) VALUES (?, ?)')
  const optOut = db.prepare("INSERT INTO opt_out (phone, source, created_at) VALUES (?, 'person', 1)")
  db.transaction(() => {
    for (let n = 0; n < contacts; n += 1) {
      const phone = `+2376${String(50_000_000 + ((n * 7_919) % 49_999_999))}`
      const fields = { Ville: pick(towns), Montant: String(Math.floor(random() * 90_000)) }
      const id = insertContact(db, { phone, name: `${pick(firstNames)} ${pick(lastNames)}`, fields }, { now: now + n })
      if (n % 10 === 0) addToGroup.run(group, id)
      if (n % 100 === 0) optOut.run(phone)
    }
  })()
  return group
}
