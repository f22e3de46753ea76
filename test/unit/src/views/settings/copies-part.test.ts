/** The settings of the copies elsewhere: a passphrase is typed twice, copies without one are told and can be removed. */
import { DOMWrapper, flushPromises, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { h } from 'vue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BackupErasure, CopyProtection, FolderCopies } from '@shared/contract/backup'
import ErasureDialog from '@/components/frame/ErasureDialog.vue'
import { useBackupErasure } from '@/composables/use-backup-erasure'
import CopiesPart from '@/views/settings/CopiesPart.vue'
import { mountDrawn } from '../../../../helpers/mount-component'
import { installBridge, type FakeBridge } from '../../../../helpers/window-bridge'

let view: FolderCopies
let erasure: BackupErasure
let bridge: FakeBridge
let wrapper: VueWrapper | undefined
const page = new DOMWrapper(document.body)
const clear = { path: '/media/key/griot-2026-11-21-abcdef.sqlite', day: '2026-11-21', bytes: 5000, encrypted: false }
const sealed = { ...clear, path: `${clear.path}.age`, encrypted: true }

beforeEach(() => {
  setActivePinia(createPinia())
  bridge = installBridge({
    'backup.copies': () => view,
    'backup.copyNow': () => ({ path: sealed.path, bytes: 5000 }),
    'backup.erase': () => erasure,
    'backup.removeCopies': ({ files }: { files: string[] }) => {
      view = { ...view, copies: view.copies.filter(({ path }) => !files.includes(path)) }
      return { removed: files.length }
    },
  })
})
afterEach(() => {
  wrapper?.unmount()
  wrapper = undefined
})

async function draw(protection: CopyProtection): Promise<void> {
  view = { folder: '/media/key', keep: 7, protection, last: null, problem: null, copies: [sealed, clear] }
  wrapper = mountDrawn(() => h(CopiesPart))
  await flushPromises()
}
const asked = (name: string): unknown[] => bridge.asked.filter((one) => one.name === name).map(({ input }) => input)
const button = (name: string) => page.findAll('button').filter((one) => one.text() === name)

describe('a passphrase that is asked for each copy', () => {
  it('is typed twice before anything is encrypted with it', async () => {
    await draw('asked')
    const [first, second] = page.findAll('input[type=password]')
    await first?.setValue('quatre mots sans rapport')
    await page.get('form').trigger('submit')
    await second?.setValue('quatre mots sans raport')
    await page.get('form').trigger('submit')
    await second?.setValue('quatre mots sans rapport')
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(asked('backup.copyNow')).toEqual([{ passphrase: 'quatre mots sans rapport' }])
  })
})

describe('copies without a passphrase', () => {
  it.each<CopyProtection>(['kept', 'asked'])(
    'beside encrypted ones (%s) are told, and removed after a yes',
    async (how) => {
      await draw(how)
      expect(page.text()).toContain('1 copie sans phrase secrète est encore dans ce dossier')
      await button('Supprimer cette copie')[0]?.trigger('click')
      await flushPromises()
      expect(page.text()).toContain(clear.path)
      expect(asked('backup.removeCopies')).toEqual([])
      await button('Supprimer cette copie').at(-1)?.trigger('click')
      await flushPromises()
      expect(asked('backup.removeCopies')).toEqual([{ files: [clear.path] }])
      expect(page.text()).not.toContain('est encore dans ce dossier')
    },
  )

  it('are no news where none is wanted', async () => {
    await draw('none')
    expect(page.text()).not.toContain('encore dans ce dossier')
  })
})

it('protected copies that still hold an erased person are offered for deletion, unreadable files are not', async () => {
  const damaged = '/data/griot.sqlite.damaged-5'
  erasure = {
    rewritten: 0,
    left: [
      { path: sealed.path, at: 1, reason: 'encrypted' },
      { path: damaged, at: 1, reason: 'unreadable' },
    ],
    folderAway: null,
  }
  let erase: () => void = () => undefined
  wrapper = mountDrawn(() =>
    h({
      setup() {
        erase = useBackupErasure()
        return () => h(ErasureDialog)
      },
    }),
  )
  erase()
  await flushPromises()
  await button('Supprimer la copie protégée…')[0]?.trigger('click')
  await flushPromises()
  await button('Supprimer cette copie').at(-1)?.trigger('click')
  await flushPromises()
  expect(asked('backup.removeCopies')).toEqual([{ files: [sealed.path] }])
  expect(page.text()).toContain(damaged)
  expect(button('Supprimer la copie protégée…')).toEqual([])
})
