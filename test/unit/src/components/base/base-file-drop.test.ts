/** Dropping files: one, several, a folder of them; what is no list is named and keeps no other from being taken. */
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import BaseFileDrop from '@/components/base/BaseFileDrop.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

interface Entry {
  readonly name: string
  readonly isFile: boolean
  readonly isDirectory: boolean
}
const entry = (
  name: string,
): Entry & { file: (take: (file: File) => void, refuse: (error: Error) => void) => void } => ({
  name,
  isFile: true,
  isDirectory: false,
  file: (take, refuse) => (name === 'parti.csv' ? refuse(new Error('gone')) : take(new File(['x'], name))),
})
const folder = (name: string, ...inside: readonly Entry[]): Entry & { createReader: () => object } => ({
  name,
  isFile: false,
  isDirectory: true,
  createReader() {
    // a real reader gives its entries in portions, then none
    const portions = [inside.slice(0, 1), inside.slice(1), []]
    return { readEntries: (take: (entries: readonly Entry[]) => void) => take(portions.shift() ?? []) }
  },
})

async function dropped(multiple: boolean, ...entries: readonly Entry[]): Promise<{ taken: string[][]; said: string }> {
  const taken: string[][] = []
  wrapper = mountDrawn(() =>
    h(BaseFileDrop, {
      label: 'Listes',
      multiple,
      extensions: ['.csv', '.xlsx'],
      onFile: (file: File) => taken.push([file.name]),
      onFiles: (files: File[]) => taken.push(files.map(({ name }) => name)),
    }),
  )
  const event = new Event('drop')
  Object.assign(event, {
    dataTransfer: {
      items: entries.map((one) => ({ webkitGetAsEntry: () => one })),
      files: entries.map(({ name }) => new File(['x'], name)),
    },
  })
  wrapper.find('[role="group"]').element.dispatchEvent(event)
  await flushPromises()
  return { taken, said: wrapper.find('[role="alert"]').exists() ? wrapper.find('[role="alert"]').text() : '' }
}

describe('a place to drop files', () => {
  it('takes one file, and refuses two where one is meant', async () => {
    expect(await dropped(false, entry('CM1.csv'))).toEqual({ taken: [['CM1.csv']], said: '' })
    wrapper?.unmount()
    expect(await dropped(false, entry('CM1.csv'), entry('CM2.csv'))).toMatchObject({ taken: [] })
  })

  it('takes several at once', async () => {
    expect(await dropped(true, entry('CM1.csv'), entry('CM2.xlsx'))).toEqual({
      taken: [['CM1.csv', 'CM2.xlsx']],
      said: '',
    })
  })

  it('takes the lists of a folder in the order of their names, folders inside too, and names what is none', async () => {
    const inside = [entry('CM10.csv'), entry('CM2.csv'), entry('~$CM2.xlsx'), entry('.DS_Store'), entry('photo.jpg')]
    const { taken, said } = await dropped(
      true,
      folder('Classes', ...inside, folder('Petits', entry('CP.csv')), entry('parti.csv')),
    )
    expect(taken).toEqual([['CM2.csv', 'CM10.csv', 'CP.csv']])
    expect(said).toMatch(/photo\.jpg/)
    expect(said).toMatch(/parti\.csv/)
    expect(said).not.toMatch(/DS_Store|~\$/)
  })

  it('leaves folders that lie too deep, and says so', async () => {
    const deep = folder('a', folder('b', folder('c', folder('d', entry('x.csv')))), entry('y.csv'))
    expect(await dropped(true, deep)).toMatchObject({
      taken: [['y.csv']],
      said: expect.stringContaining('d') as string,
    })
  })

  it('takes fifty files at most, and names the first ones left', async () => {
    const many = Array.from({ length: 52 }, (_, index) => entry(`${String(index).padStart(2, '0')}.csv`))
    const { taken, said } = await dropped(true, folder('Tous', ...many))
    expect(taken[0]).toHaveLength(50)
    expect(said).toContain('51.csv')
  })

  it('takes a single file whatever its name', async () => {
    expect(await dropped(true, entry('contacts'))).toEqual({ taken: [['contacts']], said: '' })
  })
})
