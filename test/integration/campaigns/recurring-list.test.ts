/** What a recurring campaign reads at each of its times: the file as it is then, whole and the same list, or nothing. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { CampaignRow } from '@shared/contract/campaigns'
import { automaticReading, type ColumnMapping, type ReadOptions, type SourceInput } from '@shared/contract/recipients'
import { AppError } from '@shared/errors'
import { errorSentence } from '@shared/sentences/sentence'
import { stageCore, type CoreStage } from '../../helpers/core-stage'

const hour = 3_600_000
const day = 24 * hour
const timeZone = 'Africa/Douala'
const everyHour = '0 * * * *'

const open: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const phone = (index: number): string => `+2376${70_000_000 + index}`

interface Person {
  readonly index: number
  readonly name?: string
  readonly due?: string
}

const people = (count: number): Person[] => Array.from({ length: count }, (_, index) => ({ index }))
const csv = (rows: readonly Person[], headings = 'Nom;Téléphone;Solde'): string =>
  [headings, ...rows.map(({ index, name, due }) => `${name ?? `Client ${index}`};${phone(index)};${due ?? '10'}`)]
    .join('\n')
    .concat('\n')

interface Wishes {
  readonly where?: string[]
  readonly options?: Partial<ReadOptions>
  readonly mapping?: ColumnMapping | null
  /** The list is this group instead of the file. */
  readonly groupId?: number
}

class Scene {
  readonly stage: CoreStage
  readonly file: string
  #writings = 0

  constructor(stage: CoreStage, folder: string) {
    this.stage = stage
    this.file = join(folder, 'clients.csv')
  }

  get handlers(): CoreStage['core']['handlers'] {
    return this.stage.core.handlers
  }

  /** Writes the list, each time with another date. */
  write(content: string, file = this.file): void {
    writeFileSync(file, content)
    this.#writings += 1
    const at = statSync(file).mtimeMs / 1000 + this.#writings
    utimesSync(file, at, at)
  }

  async schedule(
    text = 'Bonjour {{ Nom }}',
    { where = [], options = {}, mapping = null, groupId }: Wishes = {},
  ): Promise<number> {
    const { id } = await this.handlers['drafts.create']({ name: 'Rappel' })
    const patch = { accountId: this.stage.accountId, country: 'CM', template: text, concurrency: 1 }
    await this.handlers['drafts.save']({ id, patch })
    const source: SourceInput =
      groupId === undefined
        ? { kind: 'file', path: this.file, options: { ...automaticReading, ...options }, where }
        : { kind: 'group', groupId, where }
    await this.handlers['drafts.addSource']({ id, source, mapping, jobId: 'list' })
    const { recipients } = await this.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    await this.handlers['drafts.schedule']({
      id,
      confirmedRecipients: recipients,
      at: null,
      recurrence: everyHour,
      timeZone,
    })
    return id
  }

  /** Puts the clock to the campaign's next time and lets core do what is due. */
  async comes(id: number): Promise<void> {
    const { scheduledAt } = await this.stage.view(id)
    const now = this.stage.core.clock.now()
    this.stage.later(Math.max(0, (scheduledAt ?? 0) - now) + 1000)
    await this.stage.core.runDue()
  }

  async occurrences(id: number): Promise<CampaignRow[]> {
    const page = { states: [], search: '', offset: 0, limit: 50 }
    return (await this.handlers['campaigns.page'](page)).rows.filter((row) => row.id !== id).reverse()
  }

  sent(): string[] {
    return this.stage.gateway.log.map((entry) => entry.phone)
  }

  texts(): string[] {
    return this.stage.gateway.log.map((entry) => entry.text)
  }
}

async function scene(): Promise<Scene> {
  const stage = await stageCore('lmtgroup')
  open.push(() => stage.close())
  const folder = mkdtempSync(join(tmpdir(), 'griot-lists-'))
  open.push(() => rmSync(folder, { recursive: true, force: true }))
  await stage.core.handlers['settings.save']({ quietHours: null })
  return new Scene(stage, folder)
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )

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

  const correctedList = async (one: Scene): Promise<number> => {
    one.write(`Nom;Téléphone;Solde\nAwa;${phone(0)};1\nMoussa;12;2\nBola;;3\n`)
    const id = await one.schedule()
    await one.handlers['campaigns.unschedule']({ id })
    const page = { id, status: 'invalid' as const, search: '', offset: 0, limit: 5 }
    const { rows } = await one.handlers['drafts.recipients'](page)
    for (const [index, { id: recipientId }] of rows.entries())
      await one.handlers['drafts.fixRecipient']({ id, recipientId, phone: phone(7 + index) })
    await one.handlers['drafts.schedule']({ id, confirmedRecipients: 3, at: null, recurrence: everyHour, timeZone })
    return id
  }

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

  it.each([
    ['Moussa;12;9', 'Bola;;3', '3', [0, 8]],
    ['Moussa;12;2', 'Bola;;9', '4', [0, 7]],
  ])('pauses where %s, %s is not certain to be the row, until a person accepts the list', async (...change) => {
    const [moussa, bola, lines, sent] = change
    const one = await scene()
    const id = await correctedList(one)
    one.write(`Nom;Téléphone;Solde\nAwa;${phone(0)};1\n${moussa}\n${bola}\n`)
    await one.comes(id)
    expect(await one.stage.view(id)).toMatchObject({
      state: 'paused',
      pauseReason: 'list',
      pauseError: { code: 'list_corrections_lost', params: { file: 'clients.csv', count: 1, lines, source: 0 } },
    })
    expect(one.sent()).toEqual([])
    expect(await codeOf(look(one, id))).toBe('list_corrections_lost')
    expect(await look(one, id, { acceptList: true })).toMatchObject({ state: 'scheduled' })
    await one.stage.core.runDue()
    expect(one.sent()).toEqual(sent.map(phone))
    // accepted once
    await one.comes(id)
    expect(one.sent()).toHaveLength(sent.length * 2)
  })

  it('carries none over to another file that a person chooses', async () => {
    const one = await scene()
    const id = await correctedList(one)
    rmSync(one.file)
    await one.comes(id)
    const other = one.file.replace('clients', 'novembre')
    one.write(`Nom;Téléphone;Solde\nAwa;${phone(0)};1\nZoé;${phone(1)};1\nMoussa;12;2\nBola;;3\n`, other)
    expect(await codeOf(look(one, id, { path: other }))).toBe('list_corrections_lost')
    const { pauseError } = await one.stage.view(id)
    expect(pauseError?.params).toEqual({ file: 'novembre.csv', count: 2, source: 0 })
    expect(errorSentence(pauseError!, 'fr')).toContain('corrigés (2) ne peuvent plus être replacés à coup sûr. Rien')
    // the chosen file is the one that is accepted
    await look(one, id, { acceptList: true })
    await one.stage.core.runDue()
    await one.comes(id)
    expect(one.sent()).toEqual([0, 1, 0, 1].map(phone))
  })

  it('accepts what it was told, and tells what is wrong besides', async () => {
    const one = await scene()
    const id = await correctedList(one)
    one.write(`Nom;Téléphone;Solde\nMoussa;12;9\n`)
    await one.comes(id)
    expect(await one.stage.view(id)).toMatchObject({ pauseError: { code: 'list_corrections_lost' } })
    expect(await codeOf(look(one, id, { acceptList: true }))).toBe('list_shrunk')
    expect(await one.stage.view(id)).toMatchObject({
      state: 'paused',
      pauseReason: 'list',
      pauseError: { code: 'list_shrunk', params: { usable: 0, before: 3, source: 0 } },
    })
    // not accepted by reading it again
    expect(await codeOf(look(one, id))).toBe('list_corrections_lost')
    expect(await codeOf(look(one, id, { acceptList: true }))).toBe('list_shrunk')
    expect(await look(one, id, { acceptList: true })).toMatchObject({ state: 'scheduled', pauseError: null })
  })

  it('accepts nothing of a file that a person only now chooses', async () => {
    const one = await scene()
    one.write(csv(people(4)))
    const id = await one.schedule()
    one.write(csv(people(1)))
    await one.comes(id)
    const other = one.file.replace('clients', 'novembre')
    one.write(csv([]), other)
    expect(await codeOf(look(one, id, { path: other, acceptList: true }))).toBe('list_shrunk')
    expect((await one.stage.view(id)).pauseError?.params).toMatchObject({ file: 'novembre.csv', usable: 0, before: 4 })
    expect(await look(one, id, { path: other, acceptList: true })).toMatchObject({ state: 'scheduled' })
  })

  it.each([
    ['', ''],
    ['0', '0'],
    ['-', 'N/A'],
    ['77 123 45', '7712345'],
  ])(
    'pauses where a row of nobody, or another spelling, may be the corrected one: %s, then %s',
    async (before, after) => {
      const one = await scene()
      one.write(`Téléphone;Solde\n${phone(0)};1\n${before};5000\n`)
      const id = await one.schedule('Bonjour')
      await one.handlers['campaigns.unschedule']({ id })
      const page = { id, status: 'invalid' as const, search: '', offset: 0, limit: 5 }
      const { rows } = await one.handlers['drafts.recipients'](page)
      await one.handlers['drafts.fixRecipient']({ id, recipientId: rows[0]!.id, phone: phone(7) })
      await one.handlers['drafts.schedule']({ id, confirmedRecipients: 2, at: null, recurrence: everyHour, timeZone })
      one.write(`Téléphone;Solde\n${phone(0)};1\n${phone(1)};2\n${after};5000\n`)
      await one.comes(id)
      expect((await one.stage.view(id)).pauseError).toMatchObject({
        code: 'list_corrections_lost',
        params: { count: 1, lines: '4' },
      })
      expect(one.sent()).toEqual([])
    },
  )

  it('keeps the corrections of rows that are only absent when a person accepts the loss of others', async () => {
    const one = await scene()
    const id = await correctedList(one)
    one.write(`Nom;Téléphone;Solde\nAwa;${phone(0)};1\nEve;${phone(1)};1\nMoussa;12;9\n`)
    await one.comes(id)
    await look(one, id, { acceptList: true })
    one.write(`Nom;Téléphone;Solde\nAwa;${phone(0)};1\nBola;;3\n`)
    await one.stage.core.runDue()
    expect(one.sent()).toEqual([0, 8].map(phone))
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

describe('a list that can’t be trusted pauses the campaign, and nobody gets anything', () => {
  const gone = (one: Scene): void => rmSync(one.file)
  it.each<[string, (one: Scene) => void, string]>([
    ['is gone', gone, 'file_not_found'],
    ['is in the recycle bin', (one) => renameSync(one.file, `${one.file}.old`), 'file_not_found'],
    [
      'is a folder now',
      (one) => {
        rmSync(one.file)
        mkdirSync(one.file)
      },
      'file_is_folder',
    ],
    ['is empty', (one) => one.write(''), 'file_empty'],
    ['lost the heading of the text', (one) => one.write(csv(people(4), 'Client;Téléphone;Solde')), 'list_heading_gone'],
    ['lost the heading of the numbers', (one) => one.write(csv(people(4), 'Nom;Mobile;Solde')), 'list_heading_gone'],
    ['lost its heading row', (one) => one.write(csv(people(4)).split('\n').slice(1).join('\n')), 'list_layout_changed'],
    ['has only its headings left', (one) => one.write('Nom;Téléphone;Solde\n'), 'list_shrunk'],
    ['was cut by more than half', (one) => one.write(csv(people(1))), 'list_shrunk'],
    [
      'has no numbers any more in their column',
      (one) => one.write(csv(people(4)).replaceAll('+2376', 'n° ')),
      'list_shrunk',
    ],
    ['became something else', (one) => one.write('\u0000\u0001\u0002PNG'.repeat(200)), 'file_binary'],
  ])('when the file %s', async (_, change, code) => {
    const one = await scene()
    one.write(csv(people(4)))
    const id = await one.schedule()
    await one.comes(id)
    expect(one.sent()).toHaveLength(4)
    change(one)
    await one.comes(id)
    const paused = await one.stage.view(id)
    expect(paused).toMatchObject({ state: 'paused', pauseReason: 'list', pauseError: { code } })
    expect(paused.pauseError?.params.source).toBe(0)
    expect(paused.can).toMatchObject({ lookAgain: true })
    expect(one.sent()).toHaveLength(4)
    expect(await one.occurrences(id)).toHaveLength(1)
    // what is mended goes out for the time that was missed, once
    expect(await codeOf(look(one, id))).toBe(code)
    expect((await one.stage.view(id)).state).toBe('paused')
    rmSync(one.file, { recursive: true, force: true })
    one.write(csv(people(5)))
    expect(await look(one, id)).toMatchObject({ state: 'scheduled' })
    await one.stage.core.runDue()
    expect(one.sent().slice(4)).toEqual([0, 1, 2, 3, 4].map(phone))
    await one.stage.core.runDue()
    expect(one.sent()).toHaveLength(9)
  })

  it('when a column that a condition names is gone', async () => {
    const one = await scene()
    one.write(csv(people(4)))
    const id = await one.schedule('Bonjour', { where: ['Solde > 0'] })
    one.write(csv(people(4), 'Nom;Téléphone;Reste'))
    await one.comes(id)
    expect(await one.stage.view(id)).toMatchObject({ state: 'paused', pauseError: { code: 'list_heading_gone' } })
    expect(one.sent()).toEqual([])
  })

  it('accepts a shorter list when a person says so, and compares with that from then on', async () => {
    const one = await scene()
    one.write(csv(people(10)))
    const id = await one.schedule()
    one.write(csv(people(3)))
    await one.comes(id)
    expect(await one.stage.view(id)).toMatchObject({
      pauseError: { code: 'list_shrunk', params: { usable: 3, before: 10, file: 'clients.csv' } },
    })
    await look(one, id, { acceptList: true })
    await one.stage.core.runDue()
    expect(one.sent()).toHaveLength(3)
    one.write(csv(people(2)))
    await one.comes(id)
    expect(one.sent()).toHaveLength(5)
    one.write(csv([]))
    await one.comes(id)
    expect((await one.stage.view(id)).state).toBe('paused')
  })

  it('takes another file that a person chooses, and reads that one from then on', async () => {
    const one = await scene()
    one.write(csv(people(3)))
    const id = await one.schedule()
    rmSync(one.file)
    await one.comes(id)
    const other = one.file.replace('clients', 'novembre')
    one.write(csv([{ index: 4 }, { index: 5 }, { index: 6 }]), other)
    expect(await codeOf(look(one, id, { path: `${other}x` }))).toBe('file_not_found')
    await look(one, id, { path: other })
    await one.stage.core.runDue()
    expect(one.sent()).toEqual([4, 5, 6].map(phone))
    one.write(csv([{ index: 4 }, { index: 9 }]), other)
    await one.comes(id)
    expect(one.sent().slice(3)).toEqual([4, 9].map(phone))
  })

  it('has nothing to look at again while it is scheduled, or when it is not recurring', async () => {
    const one = await scene()
    one.write(csv(people(1)))
    const id = await one.schedule()
    expect((await one.stage.view(id)).can.lookAgain).toBe(false)
    expect(await codeOf(look(one, id))).toBe('campaign_state')
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

function look(
  one: Scene,
  id: number,
  choice: { path?: string; acceptList?: boolean } = {},
): ReturnType<Scene['handlers']['campaigns.lookAgain']> {
  const { path = null, acceptList = false } = choice
  return one.handlers['campaigns.lookAgain']({ id, path, acceptList, jobId: 'look' })
}
