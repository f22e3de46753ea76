import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { h, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import BaseTable from '@/components/base/BaseTable.vue'
import type { PageLoader } from '@/components/base/use-paged-rows'
import { nothingSelected, type TableColumn, type TableSelection, type TableSort } from '@/components/base/table-types'
import { mountDrawn } from '../../../../helpers/mount-component'

interface Person {
  id: number
  name: string
}

const total = 1_000_000
const columns: TableColumn<Person>[] = [
  { id: 'name', header: 'Nom', width: 12, grow: true, sortable: true, text: (row) => row.name },
  { id: 'id', header: 'Rang', width: 6, align: 'end', text: (row) => String(row.id) },
]
const people: PageLoader<Person> = ({ offset, limit }) =>
  Promise.resolve({
    rows: Array.from({ length: Math.min(limit, total - offset) }, (_, index) => ({
      id: offset + index,
      name: `Personne ${String(offset + index)}`,
    })),
    total,
  })

let wrapper: VueWrapper
const viewportPx = 36 + 40 * 10

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(viewportPx)
})
afterEach(() => wrapper.unmount())

async function showTable(load: PageLoader<Person> = people) {
  const seen = {
    sort: ref<TableSort>(),
    selection: ref<TableSelection>(nothingSelected),
    opened: [] as Person[],
    load: vi.fn(load),
  }
  wrapper = mountDrawn(() =>
    // A generic component has no type for h(); the props are those of BaseTable<Person>.
    h(
      BaseTable as unknown as 'div',
      {
        label: 'Personnes',
        columns,
        rowKey: (row: Person) => row.id,
        load: seen.load,
        selectable: true,
        sort: seen.sort.value,
        'onUpdate:sort': (next: TableSort) => (seen.sort.value = next),
        selection: seen.selection.value,
        'onUpdate:selection': (next: TableSelection) => (seen.selection.value = next),
        onOpen: (row: Person) => seen.opened.push(row),
      } as object,
    ),
  )
  await flushPromises()
  return seen
}

const grid = () => wrapper.get('[role=grid]')
const activeRow = () => document.getElementById(grid().attributes('aria-activedescendant') ?? '')
const rows = () => wrapper.findAll('[data-row-index]')
async function press(key: string, more: object = {}) {
  await grid().trigger('keydown', { key, ...more })
  await flushPromises()
}

describe('a table of a million rows', () => {
  it('draws a windowful, asks for one page, and says how many there are', async () => {
    const { load } = await showTable()
    expect(load).toHaveBeenCalledTimes(1)
    expect(load.mock.calls[0]![0]).toEqual({ offset: 0, limit: 100 })
    expect(rows().length).toBeLessThan(30)
    expect(grid().attributes('aria-rowcount')).toBe(String(total + 1))
    expect(rows()[0]!.attributes('aria-rowindex')).toBe('2')
    expect(rows()[0]!.text()).toContain('Personne 0')
  })

  it('moves by keyboard to either end, asking only for what is there', async () => {
    const { load, opened } = await showTable()
    await press('ArrowDown')
    await press('ArrowDown')
    expect(activeRow()?.dataset.rowIndex).toBe('2')
    await press('End')
    expect(activeRow()?.textContent).toContain('Personne 999999')
    expect(load.mock.calls.map(([range]) => range.offset)).toEqual([0, 999_900])
    await press('Enter')
    expect(opened).toEqual([{ id: 999_999, name: 'Personne 999999' }])
    await press('Home')
    expect(activeRow()?.textContent).toContain('Personne 0')
    await press('PageDown')
    expect(activeRow()?.dataset.rowIndex).toBe('10')
  })

  it('chooses with Space and a range with Shift; Ctrl+A chooses all without reading them; Escape none', async () => {
    const { selection, load } = await showTable()
    await press(' ')
    await press('ArrowDown', { shiftKey: true })
    await press('ArrowDown', { shiftKey: true })
    expect([...selection.value.keys].sort()).toEqual([0, 1, 2])
    expect(rows()[2]!.attributes('aria-selected')).toBe('true')
    expect(wrapper.get('[role=status]').text()).toBe('3 lignes sélectionnées')

    await press('a', { ctrlKey: true })
    expect(selection.value).toEqual({ all: true, keys: new Set() })
    expect(wrapper.get('[role=status]').text()).toBe('1\u202f000\u202f000 lignes sélectionnées')
    await press(' ')
    expect(wrapper.get('[role=status]').text()).toBe('999\u202f999 lignes sélectionnées')
    await press('Escape')
    expect(selection.value).toEqual(nothingSelected)
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('sorts from the header, by keyboard too, and starts again from the top', async () => {
    const { sort, load } = await showTable()
    await press('End')
    const header = wrapper.findAll('[role=columnheader]').find((one) => one.text().includes('Nom'))!
    expect(header.attributes('aria-sort')).toBe('none')
    await header.trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(sort.value).toEqual({ columnId: 'name', direction: 'ascending' })
    expect(header.attributes('aria-sort')).toBe('ascending')
    expect(load.mock.calls.at(-1)![0].offset).toBe(0)
    await header.trigger('click')
    expect(sort.value).toEqual({ columnId: 'name', direction: 'descending' })
  })

  it('says what failed and reads again on demand', async () => {
    let broken = true
    await showTable((range, signal) => (broken ? Promise.reject(new Error('closed')) : people(range, signal)))
    expect(wrapper.get('[role=alert]').text()).toContain('n’a pas pu être lue')
    broken = false
    await wrapper
      .findAll('button')
      .find((one) => one.text() === 'Réessayer')!
      .trigger('click')
    await flushPromises()
    expect(wrapper.find('[role=alert]').exists()).toBe(false)
    expect(rows()[0]!.text()).toContain('Personne 0')
  })
})
