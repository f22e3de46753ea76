/** Names and paths that no keyboard makes (NUL, lone surrogates, control characters): one sentence each, nothing unexpected. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { join } from 'node:path'
import { automaticReading } from '@shared/contract/recipients'
import { coreRequests } from '@shared/ipc-contract'
import { toWireError } from '@shared/errors'
import { stageCore, type CoreStage } from '../../helpers/core-stage'

const hostile = [
  'Awa\u0000Koné',
  '\u0000',
  'Awa\ud800',
  '\udc00Awa',
  '\ud800\ud800',
  'Awa\u001b[2J',
  '\u0007',
  'a\nb',
  '\u202eAwa',
  '\uffff',
]

let stage: CoreStage
let draft: number
beforeAll(async () => {
  stage = await stageCore('sandbox')
  draft = (await stage.core.handlers['drafts.create']({ name: 'Essai' })).id
})
afterAll(() => stage.close())

type Name = keyof typeof coreRequests

/** `undefined` for an answer, the code of the error otherwise. */
async function codeOf(name: Name, input: unknown): Promise<string | undefined> {
  const parsed = coreRequests[name].input.safeParse(input)
  if (!parsed.success) return 'refused by the contract'
  try {
    await (stage.core.handlers[name] as (value: unknown) => Promise<unknown>)(parsed.data)
    return undefined
  } catch (error) {
    return toWireError(error).code
  }
}

const history = {
  states: [],
  search: '',
  phone: null,
  text: null,
  from: null,
  to: null,
  accountId: null,
  campaignId: null,
}
const all = { offset: 0, limit: 10 }
const account = {
  gateway: 'sandbox',
  baseUrl: null,
  sender: null,
  country: 'CM',
  currency: 'XAF',
  price: null,
  maxRate: null,
  concurrency: null,
  alertBelow: null,
  callbackUrl: null,
  usesKeychain: true,
}
const file = (path: string) => ({ kind: 'file', path, options: automaticReading, where: [] })
const pasted = (text: string) => ({ kind: 'pasted', text, options: automaticReading, where: [] })
const read = { country: 'CM', migrate: false, groupId: null, mapping: null, rejectsPath: null, jobId: 'job' }
const importing = { ...read, groupName: null }
const contact = { phone: '+237677123456', name: 'Awa', fields: {}, groupIds: [], country: 'CM' }
const inFolder = (name: string): string => join(stage.dataDir, name)
const filter = { search: '', groupId: null, optedOut: null, sort: 'name', descending: false }
const everyone = { filter, except: [] }

const requests: readonly (readonly [Name, (text: string) => unknown])[] = [
  ['accounts.save', (text) => ({ ...account, name: text })],
  ['accounts.save', (text) => ({ ...account, name: 'Un', sender: text })],
  ['accounts.save', (text) => ({ ...account, name: 'Deux', baseUrl: `https://${text}.example/` })],
  ['accounts.save', (text) => ({ ...account, name: 'Trois', callbackUrl: `https://a.example/${text}` })],
  ['accounts.save', (text) => ({ ...account, name: 'Quatre', gateway: text })],
  ['accounts.find', (text) => ({ name: text })],
  ['contacts.save', (text) => ({ ...contact, name: text })],
  ['contacts.save', (text) => ({ ...contact, fields: { [text]: 'x' } })],
  ['contacts.save', (text) => ({ ...contact, fields: { Ville: text } })],
  ['contacts.save', (text) => ({ ...contact, phone: text })],
  ['contacts.find', (text) => ({ phone: text, country: 'CM' })],
  ['contacts.page', (text) => ({ ...filter, search: text, ...all })],
  ['contacts.inspect', (text) => ({ ...read, source: file(inFolder(text)) })],
  ['contacts.inspect', (text) => ({ ...read, source: file(text) })],
  [
    'contacts.import',
    (text) => ({ ...importing, source: pasted('Nom;Tel\nAwa;677123456'), rejectsPath: inFolder(text) }),
  ],
  ['contacts.import', (text) => ({ ...importing, source: pasted(`Nom${text};Tel\n${text};677123456`) })],
  ['contacts.import', (text) => ({ ...importing, groupName: text, source: pasted('Nom;Tel\nAwa;677123456') })],
  ['contacts.export', (text) => ({ selection: everyone, path: inFolder(text), jobId: 'job' })],
  ['contacts.erase', (text) => ({ phone: text })],
  ['groups.save', (text) => ({ name: text })],
  ['optOuts.add', (text) => ({ phones: ['677123456'], reason: text, country: 'CM', jobId: 'job' })],
  ['optOuts.import', (text) => ({ ...read, reason: text, source: pasted('Tel\n677123456') })],
  ['optOuts.page', (text) => ({ search: text, sort: 'date', descending: false, ...all })],
  ['templates.save', (text) => ({ name: text, body: 'Bonjour' })],
  ['templates.save', (text) => ({ name: `Salut ${text}`, body: text })],
  ['drafts.create', (text) => ({ name: text })],
  ['drafts.save', (text) => ({ id: draft, patch: { template: text } })],
  ['drafts.save', (text) => ({ id: draft, patch: { name: text } })],
  ['drafts.save', (text) => ({ id: draft, patch: { sender: text } })],
  ['drafts.checkTemplate', (text) => ({ id: draft, template: `{{ ${text} }}` })],
  ['drafts.addSource', (text) => ({ id: draft, source: file(inFolder(text)), mapping: null, jobId: 'job' })],
  ['drafts.exportProblems', (text) => ({ id: draft, path: inFolder(text) })],
  ['campaigns.page', (text) => ({ states: [], search: text, ...all })],
  ['history.page', (text) => ({ ...history, search: text, ...all })],
  ['history.page', (text) => ({ ...history, phone: text, text, ...all })],
  ['history.export', (text) => ({ filter: history, path: inFolder(text) })],
  ['backup.create', (text) => ({ path: inFolder(text) })],
  ['backup.restore', (text) => ({ path: inFolder(`absent${text}`) })],
  ['backup.inspect', (text) => ({ path: text })],
  ['backup.chooseFolder', (text) => ({ path: text })],
  ['audit.page', (text) => ({ search: text, from: null, to: null, ...all })],
  ['audit.export', (text) => ({ path: inFolder(join(text, 'audit.csv')) })],
  ['receipts.publicHost', (text) => ({ host: text })],
  ['receipts.newAddress', (text) => ({ gateway: text })],
  ['receipts.listen', (text) => ({ enabled: true, host: text, port: 0, persist: false })],
  ['schedule.occurrences', (text) => ({ at: null, recurrence: text, timeZone: 'Africa/Douala' })],
  ['schedule.occurrences', (text) => ({ at: null, recurrence: '0 9 * * 1', timeZone: text })],
  ['jobs.cancel', (text) => ({ jobId: text })],
]

it.each(requests)('%s answers or says why not', async (name, input) => {
  for (const text of hostile)
    expect({ text, code: await codeOf(name, input(text)) }).not.toMatchObject({ code: 'internal' })
})

it('reaches the core with each of these requests', async () => {
  for (const [name, input] of requests) {
    const parsed = coreRequests[name].input.safeParse(input('677123456'))
    expect({ name, issues: parsed.error?.issues ?? [] }).toEqual({ name, issues: [] })
  }
})
