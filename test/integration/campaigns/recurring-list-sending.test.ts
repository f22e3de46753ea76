/** What a recurring campaign reads at each of its times: the file as it is then, whole and the same list, or nothing. */
import { describe, expect, it } from 'vitest'
import { type ColumnMapping } from '@shared/contract/recipients'
import { correctedList, csv, day, everyHour, people, phone, scene, timeZone } from '../../helpers/recurring-list-scene'

describe('the file of a recurring campaign', () => {
  it('is read again each time: who was added gets a message, who was taken out none', async () => {
    const one = await scene()
    one.write(csv(people(3)))
    const id = await one.schedule()
    await one.comes(id)
    expect(one.sent()).toEqual([0, 1, 2].map(phone))
    one.write(csv([{ index: 1 }, { index: 2, name: 'Awa' }, { index: 5 }]))
    await one.comes(id)
    expect(one.sent().slice(3)).toEqual([1, 2, 5].map(phone))
    expect(one.texts().slice(3)).toEqual(['Bonjour Client 1', 'Bonjour Awa', 'Bonjour Client 5'])
    expect(await one.stage.view(id)).toMatchObject({ state: 'scheduled' })
  })

  it('may have its columns moved and others added: they are found by their headings', async () => {
    const one = await scene()
    one.write(csv(people(2)))
    const id = await one.schedule()
    one.write(`Quartier;Téléphone;Autre;Nom\nAkwa;${phone(0)};${phone(8)};Awa\nBali;${phone(1)};${phone(9)};Moussa\n`)
    await one.comes(id)
    expect(one.sent()).toEqual([phone(0), phone(1)])
    expect(one.texts()).toEqual(['Bonjour Awa', 'Bonjour Moussa'])
  })

  it('keeps a number corrected by hand as long as nobody touches the file', async () => {
    const one = await scene()
    one.write(`Nom;Téléphone\nAwa;${phone(0)}\nMoussa;12\n`)
    const id = await one.schedule()
    await one.handlers['campaigns.unschedule']({ id })
    const { rows } = await one.handlers['drafts.recipients']({ id, status: 'invalid', search: '', offset: 0, limit: 5 })
    await one.handlers['drafts.fixRecipient']({ id, recipientId: rows[0]?.id ?? 0, phone: phone(7) })
    const again = { id, confirmedRecipients: 2, at: null, recurrence: everyHour, timeZone }
    await one.handlers['drafts.schedule'](again)
    await one.comes(id)
    expect(one.sent()).toEqual([phone(0), phone(7)])
  })

  it('keeps it on its row where the file was edited around it, time after time', async () => {
    const one = await scene()
    const id = await correctedList(one)
    one.write(`Nom;Téléphone;Solde;Ville\nEve;${phone(3)};9;\nMoussa;12;2;Édéa\nBola;;3;\n`)
    await one.comes(id)
    one.write(`Nom;Téléphone;Solde\nBola;;3\nMoussa;12;2\nAwa;${phone(0)};5\n`)
    await one.comes(id)
    expect(one.sent()).toEqual([3, 7, 8, 8, 7, 0].map(phone))
  })

  it('needs none for a row that is gone or has its number in the file', async () => {
    const one = await scene()
    const id = await correctedList(one)
    one.write(`Nom;Téléphone;Solde\nAwa;${phone(0)};1\nMoussa;${phone(5)};2\n`)
    await one.comes(id)
    expect(one.sent()).toEqual([phone(0), phone(5)])
  })

  it('is filtered anew each time, also when nobody touched it', async () => {
    const one = await scene()
    const soon = new Date(one.stage.core.clock.now() + 4 * day).toISOString().slice(0, 10)
    const later = new Date(one.stage.core.clock.now() + 40 * day).toISOString().slice(0, 10)
    const today = new Date(one.stage.core.clock.now()).toISOString().slice(0, 10)
    one.write(
      csv(
        [
          { index: 0, due: today },
          { index: 1, due: soon },
          { index: 2, due: later },
        ],
        'Nom;Téléphone;Échéance',
      ),
    )
    const id = await one.schedule('Bonjour {{ Nom }}', { where: ['Échéance dans les 2 jours'] })
    await one.comes(id)
    expect(one.sent()).toEqual([phone(0)])
    one.stage.later(3 * day)
    await one.handlers['settings.save']({ missedSchedules: 'send' })
    await one.stage.core.runDue()
    expect(one.sent().slice(1)).toEqual([phone(1)])
  })
})

describe('a group with a filter', () => {
  it('is asked anew each time: who owes now gets a message, who has paid none', async () => {
    const one = await scene()
    const { id: groupId } = await one.handlers['groups.save']({ name: 'Clients' })
    const owe = async (index: number, due: string, id?: number): Promise<number> => {
      const person = { phone: phone(index), name: `Client ${index}`, country: 'CM', fields: { Solde: due } }
      return (await one.handlers['contacts.save']({ ...person, groupIds: [groupId], ...(id !== undefined && { id }) }))
        .id
    }
    const first = await owe(0, '12 500')
    const second = await owe(1, '0')
    await owe(2, 'à voir')
    const id = await one.schedule('Bonjour {{ Nom }}, reste {{ Solde }}.', { groupId, where: ['Solde > 0'] })
    await one.comes(id)
    expect(one.texts()).toEqual(['Bonjour Client 0, reste 12 500.'])
    await owe(0, '0', first)
    await owe(1, '3000', second)
    await owe(3, '700')
    await one.comes(id)
    expect(one.texts().slice(1)).toEqual(['Bonjour Client 1, reste 3000.', 'Bonjour Client 3, reste 700.'])
    expect(await one.stage.view(id)).toMatchObject({ state: 'scheduled' })
  })
})

describe('second numbers of a recurring list', () => {
  const table = (rows: readonly (readonly [name: string, father: string, mother: string])[]): string =>
    ['Nom;Tél. père;Tél. mère', ...rows.map((row) => row.join(';'))].join('\n').concat('\n')

  it('are tried each time as was chosen, by the headings of their columns', async () => {
    const one = await scene()
    one.write(
      table([
        ['Awa', phone(0), phone(10)],
        ['Moussa', 'néant', phone(11)],
      ]),
    )
    const mapping: ColumnMapping = { phone: 1, name: 0, second: { columns: [2], sameCell: true, use: 'first' } }
    const id = await one.schedule('Bonjour {{ Nom }}', { mapping })
    await one.comes(id)
    expect(one.sent()).toEqual([phone(0), phone(11)])
    // the fathers' numbers change sides: one is lost, one is found; the columns change places
    one.write(`Tél. mère;Nom;Tél. père\n${phone(10)};Awa;perdu\n${phone(11)};Moussa;${phone(1)}\n`)
    await one.comes(id)
    expect(one.sent().slice(2)).toEqual([phone(10), phone(1)])
  })

  it('all get it each time where all were chosen', async () => {
    const one = await scene()
    one.write(
      table([
        ['Awa', phone(0), phone(10)],
        ['Moussa', phone(1), ''],
      ]),
    )
    const mapping: ColumnMapping = { phone: 1, name: 0, second: { columns: [2], sameCell: true, use: 'all' } }
    const id = await one.schedule('Bonjour {{ Nom }}', { mapping })
    await one.comes(id)
    expect(one.sent().toSorted()).toEqual([phone(0), phone(1), phone(10)])
    one.write(
      table([
        ['Awa', phone(0), phone(10)],
        ['Moussa', phone(1), phone(11)],
      ]),
    )
    await one.comes(id)
    expect(one.sent().slice(3).toSorted()).toEqual([phone(0), phone(1), phone(10), phone(11)])
  })

  it('pause it where their column is gone', async () => {
    const one = await scene()
    one.write(
      table([
        ['Awa', 'néant', phone(10)],
        ['Moussa', phone(1), ''],
      ]),
    )
    const mapping: ColumnMapping = { phone: 1, name: 0, second: { columns: [2], sameCell: true, use: 'first' } }
    const id = await one.schedule('Bonjour {{ Nom }}', { mapping })
    await one.comes(id)
    one.write(`Nom;Tél. père\nAwa;néant\nMoussa;${phone(1)}\n`)
    await one.comes(id)
    expect(await one.stage.view(id)).toMatchObject({ state: 'paused', pauseError: { code: 'list_heading_gone' } })
    expect(one.sent()).toHaveLength(2)
  })
})

describe('several lists together', () => {
  it('who left the group but stands in the pasted list still gets the message', async () => {
    const one = await scene()
    const { id: groupId } = await one.handlers['groups.save']({ name: 'Clients' })
    const fields = { phone: phone(0), name: 'Awa', country: 'CM', fields: {}, groupIds: [groupId] }
    const contact = await one.handlers['contacts.save'](fields)
    const { id } = await one.handlers['drafts.create']({ name: 'Rappel' })
    const patch = { accountId: one.stage.accountId, country: 'CM', template: 'Bonjour', concurrency: 1 }
    await one.handlers['drafts.save']({ id, patch })
    const group = { kind: 'group' as const, groupId }
    await one.handlers['drafts.addSource']({ id, source: group, mapping: null, jobId: 'group' })
    const numbers = { kind: 'numbers' as const, phones: [phone(0), phone(1)] }
    await one.handlers['drafts.addSource']({ id, source: numbers, mapping: null, jobId: 'numbers' })
    const time = { id, confirmedRecipients: 2, at: null, recurrence: everyHour, timeZone }
    await one.handlers['drafts.schedule'](time)
    await one.handlers['contacts.removeFromGroup']({ groupId, selection: { ids: [contact.id] }, jobId: 'out' })
    await one.comes(id)
    expect(one.sent()).toEqual([phone(0), phone(1)])
  })
})
