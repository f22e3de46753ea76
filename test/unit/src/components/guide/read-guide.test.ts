/** The guides as the window shows them. */
import { readFileSync } from 'node:fs'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import GuideText from '@/components/guide/GuideText.vue'
import { readGuide, type Piece } from '@/components/guide/read-guide'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const plain = (text: string): Piece => ({ kind: 'plain', text })

it('reads headings, paragraphs, lists and tables', () => {
  const blocks = readGuide(
    '# Title\n\nOne `{{ a_b }}`\nand **two**, _three_.\n\n- first\n  goes on\n- second\n\n1. one\n2. two\n\n| A | B |\n| - | - |\n| 1 |   |\n\n## More\n',
  )
  expect(blocks).toEqual([
    { kind: 'heading', level: 1, text: 'Title', id: 'guide-1' },
    {
      kind: 'paragraph',
      pieces: [
        plain('One '),
        { kind: 'code', text: '{{ a_b }}' },
        plain(' and '),
        { kind: 'bold', text: 'two' },
        plain(', '),
        { kind: 'slanted', text: 'three' },
        plain('.'),
      ],
    },
    { kind: 'list', ordered: false, items: [[plain('first goes on')], [plain('second')]] },
    { kind: 'list', ordered: true, items: [[plain('one')], [plain('two')]] },
    { kind: 'table', head: [[plain('A')], [plain('B')]], rows: [[[plain('1')], []]] },
    { kind: 'heading', level: 2, text: 'More', id: 'guide-2' },
  ])
})

describe.each(['fr', 'en'])('the guide in %s', (language) => {
  const blocks = readGuide(readFileSync(`docs/guide.${language}.md`, 'utf8'))

  it('leaves no sign of Markdown in what is shown', () => {
    const texts = JSON.stringify(blocks, (key, value: unknown) =>
      key === 'pieces' || value === null || typeof value !== 'object' || !('kind' in value) || value.kind !== 'code'
        ? value
        : null,
    )
    expect(texts).not.toMatch(/\*\*|`|^#|"text":"\||[\s(]_|_[\s.),]/)
  })

  it('has tables whose rows are as wide as their headings', () => {
    const tables = blocks.flatMap((block) => (block.kind === 'table' ? [block] : []))
    expect(tables.length).toBeGreaterThan(4)
    for (const { head, rows } of tables) for (const row of rows) expect(row).toHaveLength(head.length)
  })

  it('goes to a chapter and takes the focus there', async () => {
    wrapper = mountDrawn(() => h(GuideText, { blocks }))
    const chapters = wrapper.findAll('nav button')
    expect(chapters.length).toBe(17)
    await chapters[7]!.trigger('click')
    expect(document.activeElement?.textContent.trim()).toBe(chapters[7]!.text())
  })
})
