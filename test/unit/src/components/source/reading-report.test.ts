/** The reading report: one sentence for each notice, its lines on demand, the choice where there is one. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { h, nextTick, type Component } from 'vue'
import { noticeCodes, noticeLines, type ReadingNotice } from '@shared/contract/reading-report'
import { automaticReading, type ReadOptions } from '@shared/contract/recipients'
import { noticeSummary } from '@shared/sentences/notice'
import ReadingReport from '@/components/source/ReadingReport.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

/** What is used here of the wrapper of a generic component, whose type is lost. */
interface Choice {
  readonly vm: { readonly $emit: (event: 'update:modelValue', value: string) => void }
}

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const sheets = { sheets: ['Page de garde', 'Parents', 'Notes'], sheet: 'Parents' }

function mountReport(
  notices: readonly ReadingNotice[],
  { isFixed = false, language = 'fr' }: { isFixed?: boolean; language?: 'fr' | 'en' } = {},
) {
  const changes: ReadOptions[] = []
  wrapper = mountDrawn(
    () =>
      h(ReadingReport as Component, {
        source: { notices, ...sheets },
        options: isFixed ? null : automaticReading,
        onChange: (next: ReadOptions) => changes.push(next),
      }),
    language,
  )
  return { changes, items: wrapper.findAll('li') }
}
const found = (code: ReadingNotice['code'], lines: number[] = [], count = lines.length): ReadingNotice => ({
  code,
  count,
  lines,
})

describe('the reading report', () => {
  it('is not there where nothing is to be said', () => {
    mountReport([])
    expect(wrapper!.html()).not.toContain('<ul')
  })

  it.each(['fr', 'en'] as const)('says every notice in one sentence, %s', (language) => {
    const notices = noticeCodes.map((code) => found(code, [3, 5]))
    const { items } = mountReport(notices, { language })
    expect(items.map((item) => item.find('p').text())).toEqual(
      notices.map((notice) => noticeSummary(notice, sheets, language)),
    )
  })

  it('shows the lines when they are asked for, and says where there are more', async () => {
    const many = Array.from({ length: noticeLines }, (_, index) => index + 2)
    const { items } = mountReport([found('ragged_rows', [3, 1205]), found('error_values', many, 40)])
    expect(wrapper!.text()).not.toContain('1 205')
    for (const item of items) await item.find('button').trigger('click')
    expect(items[0]!.find('button').attributes('aria-expanded')).toBe('true')
    expect(items[0]!.findAll('p')[1]!.text()).toBe('Lignes 3 et 1\u202f205')
    expect(items[1]!.findAll('p')[1]!.text()).toMatch(/^Les premières lignes concernées\u202f: 2, 3, 4/)
    await items[0]!.find('button').trigger('click')
    expect(items[0]!.findAll('p')).toHaveLength(1)
  })

  it('offers no lines where none are named', () => {
    expect(mountReport([found('other_sheets', [], 2)]).items[0]!.text()).not.toContain('Voir les lignes')
  })

  it('reads hidden rows too', async () => {
    const { changes } = mountReport([found('hidden_rows', [4])])
    await wrapper!.find('[role="switch"]').trigger('click')
    expect(changes).toEqual([{ ...automaticReading, includeHidden: true }])
  })

  it('reads another sheet, with headings to be found anew', async () => {
    const { changes } = mountReport([found('other_sheets', [], 2)])
    const select = wrapper!.findComponent({ name: 'BaseSelect' }) as unknown as Choice
    select.vm.$emit('update:modelValue', 'Notes')
    await nextTick()
    expect(changes).toEqual([{ ...automaticReading, sheet: 'Notes' }])
  })

  it.each([
    ['ambiguous_numbers', 'Point décimal', { decimal: 'point' }],
    ['ambiguous_dates', 'Mois d’abord', { dates: 'month' }],
  ] as const)('asks what %s mean', async (code, choice, expected) => {
    const { changes, items } = mountReport([found(code, [2])])
    const radio = items[0]!.findAll('[role="radio"]').find((one) => one.text().startsWith(choice))
    await radio!.trigger('click')
    expect(changes).toEqual([{ ...automaticReading, ...expected }])
  })

  it('offers no choice for what cannot be read again', () => {
    const { items } = mountReport(
      noticeCodes.map((code) => found(code)),
      { isFixed: true },
    )
    expect(items.flatMap((item) => item.findAll('button'))).toEqual([])
  })
})
