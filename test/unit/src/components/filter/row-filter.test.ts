/** The filter of a list: each change asks once for what it means, a refusal keeps it, and what was left out is shown. */
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, reactive, type Component } from 'vue'
import { automaticReading, type ConditionCount, type ReadOptions } from '@shared/contract/recipients'
import { wireError, type WireError } from '@shared/errors'
import BaseSegmented from '@/components/base/BaseSegmented.vue'
import RowFilter from '@/components/filter/RowFilter.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  wrapper?.unmount()
  vi.useRealTimers()
})

const counted = (condition: string, unread: readonly string[] = []): ConditionCount => ({
  condition,
  column: 'Solde',
  yes: 37,
  no: 83,
  empty: 2,
  unread: { count: unread.length, cells: unread.map((value, index) => ({ source: 0, line: index + 5, value })) },
  doubtful: { count: 0, cells: [] },
})

function mountFilter({ where = [] as ConditionCount[], editable = true, others = 0 } = {}) {
  const props = reactive({
    source: {
      columns: ['Nom', 'Solde', 'Classe'],
      sample: [
        ['Awa', '12 500', 'CM1'],
        ['Moussa', '0', 'CM2'],
      ],
      where,
      whereRemembered: false,
      filtered: where.length > 0 ? 83 : 0,
      filteredRows: { columns: [0, 1], rows: where.length > 0 ? [{ line: 3, values: ['Moussa', '0'] }] : [] },
      rows: 37,
      sheets: [],
      sheet: null,
    },
    options: automaticReading,
    busy: false,
    refused: null as WireError | null,
    editable,
    others,
  })
  const asked: { where: string[]; options: ReadOptions | null }[] = []
  const spread = vi.fn()
  wrapper = mountDrawn(() =>
    h(RowFilter as Component, {
      ...props,
      onChange: (conditions: string[], options: ReadOptions | null) => asked.push({ where: conditions, options }),
      onSpread: spread,
    }),
  )
  return { props, asked, spread }
}
const press = (words: string) =>
  wrapper!
    .findAll('button')
    .find((button) => button.text() === words)!
    .trigger('click')
async function settle(): Promise<void> {
  await flushPromises()
  await vi.advanceTimersByTimeAsync(1_000)
}
async function write(text: string): Promise<void> {
  await wrapper!.find('textarea').setValue(text)
  await settle()
}

describe('the filter of a list', () => {
  it('asks for nothing while no condition is complete', async () => {
    const { asked } = mountFilter()
    await press('Choisir les lignes')
    await settle()
    expect(wrapper!.text()).toContain('Complétez la condition')
    expect(asked).toEqual([])
  })

  it('shows the conditions that are set as fields, and asks for a changed value once', async () => {
    const { asked } = mountFilter({ where: [counted('Solde > 0')] })
    expect(wrapper!.text().replaceAll(/\s/g, ' ')).toContain('37 lignes retenues sur 120')
    await press('Modifier le filtre')
    const value = wrapper!.findAll('input').at(-1)!
    expect(value.element.value).toBe('0')
    await value.setValue('5')
    await value.setValue('5 000')
    await settle()
    expect(asked).toEqual([{ where: ['Solde > 5 000'], options: null }])
    await settle()
    expect(asked).toHaveLength(1)
  })

  it('waits for the reading before it, and says in place what is no number', async () => {
    const { asked, props } = mountFilter({ where: [counted('Solde > 0')] })
    await press('Modifier le filtre')
    props.busy = true
    const value = wrapper!.findAll('input').at(-1)!
    await value.setValue('7')
    await settle()
    expect(asked).toEqual([])
    props.busy = false
    await settle()
    expect(asked).toEqual([{ where: ['Solde > 7'], options: null }])
    await value.setValue('12.500')
    await settle()
    expect(wrapper!.text()).toContain('peut se lire de deux façons')
    expect(asked).toHaveLength(1)
  })

  it('takes conditions as text, one a line, and refuses those that core would refuse', async () => {
    const { asked } = mountFilter()
    await press('Choisir les lignes')
    await press('Écrire les conditions')
    await write('Solde > 0\n\nClasse parmi CM1, CM2\n')
    expect(asked).toEqual([{ where: ['Solde > 0', 'Classe parmi CM1, CM2'], options: null }])
    await write('Sold > 0')
    expect(wrapper!.find('[role="alert"], [id$="-error"]').text()).toContain('Vouliez-vous dire «\u202fSolde\u202f»')
    expect(asked).toHaveLength(1)
  })

  it('keeps as text what no fields can show', async () => {
    mountFilter({ where: [counted('Solde > Classe')] })
    await press('Modifier le filtre')
    expect(wrapper!.find('textarea').element.value).toBe('Solde > Classe')
  })

  it('takes all rows again, and offers its conditions to the other lists', async () => {
    const { asked, spread } = mountFilter({ where: [counted('Solde > 0')], others: 2 })
    await press('Appliquer aussi aux 2 autres listes')
    expect(spread).toHaveBeenCalledOnce()
    await press('Prendre toutes les lignes')
    expect(asked).toEqual([{ where: [], options: null }])
  })

  it('lists who was left out and the cells that could not be read', async () => {
    mountFilter({ where: [counted('Solde > 0', ['à voir', '?'])] })
    await press('Voir les 83 lignes laissées de côté')
    expect(wrapper!.findAll('tbody td').map((cell) => cell.text())).toEqual(['3', 'Moussa', '0'])
    expect(wrapper!.text()).toContain('La première ligne seulement')
    expect(wrapper!.text()).toContain('2 cases ne peuvent pas être lues')
    await press('Voir lesquelles')
    expect(wrapper!.text()).toContain('Ligne 5«\u202fà voir\u202f»')
  })

  it('says why conditions were not taken, and asks again with the decimal sign that is chosen', async () => {
    const { asked, props } = mountFilter({ where: [counted('Solde > 0')] })
    props.refused = wireError('numbers_ambiguous', {
      condition: 'Solde > 5',
      column: 'Solde',
      line: 4,
      value: '12.500',
      count: 1,
    })
    await settle()
    expect(wrapper!.find('[role="alert"]').text()).toContain('12.500')
    // eslint-disable-next-line @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access
    wrapper!.findAllComponents(BaseSegmented)[0]!.vm.$emit('update:modelValue', 'comma')
    expect(asked).toEqual([{ where: ['Solde > 0'], options: { ...automaticReading, decimal: 'comma' } }])
  })

  it('offers no change where the list cannot be read again', () => {
    mountFilter({ where: [counted('Solde > 0')], editable: false })
    expect(wrapper!.text()).toContain('Solde > 0')
    expect(wrapper!.text()).not.toContain('Prendre toutes les lignes')
    expect(wrapper!.text()).not.toContain('Modifier le filtre')
  })
})
