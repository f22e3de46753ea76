/** A recurring campaign whose list is not what it was: it pauses, and a person reads it again, chooses another or accepts it. */
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorSentence } from '@shared/sentences/sentence'
import {
  codeOf,
  correctedList,
  csv,
  everyHour,
  look,
  people,
  phone,
  scene,
  timeZone,
  type Scene,
} from '../../helpers/recurring-list-scene'

describe('corrections that a changed list loses', () => {
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
    expect(errorSentence(pauseError!, 'fr')).toContain(
      'ne retrouvent pas leur ligne à coup sûr (nombre\u202f: 2). Rien',
    )
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
