/** The import of contacts: old numbers are converted only where the person chose it, and what is too long is said. */
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { h, ref } from 'vue'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { automaticReading, longestPastedText, type SourceView } from '@shared/contract/recipients'
import { useToasts } from '@/composables/use-toasts'
import { contacts } from '@/locales/fr/contacts'
import { draft } from '@/locales/fr/draft'
import ImportDialog from '@/views/contacts/ImportDialog.vue'
import { mountDrawn } from '../../../helpers/mount-component'
import { installBridge, type FakeBridge } from '../../../helpers/window-bridge'

const old = 'Nom;Téléphone\nAya;+225 07 00 10 26\nMoussa;+225 05 05 05 05 05\n'
let bridge: FakeBridge
let clipboard: string
let wrapper: VueWrapper | undefined
const open = ref(false)

/** As core would: one of the two numbers is of the plan before 2021. */
function viewOf(migrate: boolean): SourceView {
  const reading = { encoding: null, delimiter: ';', hasHeader: true, headerRow: 1, sheets: [], sheet: null }
  const columns = { columns: ['Nom', 'Téléphone'], sample: [], mapping: { phone: 1, name: 0 }, phoneColumns: [] }
  const report = { mappedBy: 'guessed', notices: [], readings: [], where: [], whereRemembered: false, filtered: 0 }
  const second = { used: 0, added: 0, passed: { count: 0, numbers: [] } }
  const problem = {
    line: 2,
    column: 'Téléphone',
    value: '+225 07 00 10 26',
    reason: 'old_numbering',
    suggestion: '+2250707001026',
    readings: [],
  }
  const counts = migrate
    ? { rows: 2, valid: 2, invalid: 0, duplicate: 0, migrated: 1, migratable: 0, problems: [] }
    : { rows: 2, valid: 1, invalid: 1, duplicate: 0, migrated: 0, migratable: 1, problems: [problem] }
  return {
    kind: 'pasted',
    label: 'Lignes collées',
    ...reading,
    ...columns,
    ...report,
    filteredRows: { columns: [], rows: [] },
    second,
    ...counts,
  } as unknown as SourceView
}

beforeEach(async () => {
  setActivePinia(createPinia())
  clipboard = old
  open.value = false
  bridge = installBridge({
    'clipboard.readText': () => clipboard,
    'contacts.inspect': ({ migrate }: { migrate: boolean }) => viewOf(migrate),
    'contacts.import': () => ({ read: 2, added: 2, updated: 0, invalid: 0, duplicate: 0, rejectsPath: null }),
    'dialog.saveFile': () => null,
  })
  wrapper = mountDrawn(() =>
    h(ImportDialog, {
      into: 'contacts',
      open: open.value,
      'onUpdate:open': (next: boolean) => (open.value = next),
    }),
  )
  await reopen()
})
afterEach(() => wrapper?.unmount())

async function reopen(): Promise<void> {
  open.value = false
  await flushPromises()
  open.value = true
  await flushPromises()
}
const dialog = (): HTMLElement => document.querySelector<HTMLElement>('[role="dialog"]')!
const button = (name: string | RegExp): HTMLElement =>
  [...dialog().querySelectorAll('button')].find((one) => one.textContent.replaceAll('\u202f', ' ').trim().match(name))!
const migration = (): HTMLElement => dialog().querySelector<HTMLElement>('[role="switch"]')!
const asked = (name: string): unknown[] => bridge.asked.filter((one) => one.name === name).map(({ input }) => input)
async function paste(): Promise<void> {
  button(contacts.import.paste).click()
  await flushPromises()
}

it('leaves old numbers as they are unless the person converts them', async () => {
  await paste()
  expect(migration().getAttribute('aria-checked')).toBe('false')
  expect(asked('contacts.inspect')).toMatchObject([
    { migrate: false, source: { text: old, options: automaticReading } },
  ])
  button(/^Importer/).click()
  await flushPromises()
  expect(asked('contacts.import')).toMatchObject([{ migrate: false }])
})

it('converts them where the switch is on, counts anew, and asks again the next time', async () => {
  await paste()
  migration().click()
  await flushPromises()
  expect(asked('contacts.inspect')).toMatchObject([{ migrate: false }, { migrate: true }])
  expect(migration().getAttribute('aria-checked')).toBe('true')
  button(/^Importer 2/).click()
  await flushPromises()
  expect(asked('contacts.import')).toMatchObject([{ migrate: true }])
  await reopen()
  await paste()
  expect(migration().getAttribute('aria-checked')).toBe('false')
})

it('says that what was copied is too long, and reads nothing of it', async () => {
  clipboard = 'x'.repeat(longestPastedText + 1)
  await paste()
  const [start = ''] = draft.add.pastedTooLong.split('(')
  expect(useToasts().toasts.value.some(({ title }) => title.startsWith(start.trim()))).toBe(true)
  expect(asked('contacts.inspect')).toEqual([])
})
