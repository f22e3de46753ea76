import { effectScope } from 'vue'
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { usePagedRows, type LoadedPage, type PageRange } from '@/components/base/use-paged-rows'

interface Asked {
  range: PageRange
  signal: AbortSignal
  answer: (page: LoadedPage<string>) => void
}

function setUp() {
  const asked: Asked[] = []
  const paged = effectScope().run(() =>
    usePagedRows<string>(
      () => (range, signal) => new Promise((answer) => asked.push({ range, signal, answer })),
      10,
      3,
    ),
  )!
  const answerLast = async (word: string): Promise<void> => {
    const { range, answer } = asked.at(-1)!
    answer({
      rows: Array.from({ length: range.limit }, (_, index) => `${word}${String(range.offset + index)}`),
      total: 1_000,
    })
    await flushPromises()
  }
  return { asked, paged, answerLast }
}

describe('paged rows', () => {
  it('give up a page that scrolled away before it came, and ignore its late answer', async () => {
    const { asked, paged, answerLast } = setUp()
    paged.want(0, 5)
    await answerLast('a')
    paged.want(500, 505)
    const late = asked[1]!
    paged.want(700, 705)
    expect(late.signal.aborted).toBe(true)
    late.answer({ rows: ['late'], total: 1 })
    await flushPromises()
    expect(paged.rowAt(500)).toBeUndefined()
    expect(paged.total.value).toBe(1_000)
  })

  it('keep the pages nearest to the view and forget the others', async () => {
    const { paged, answerLast } = setUp()
    for (const first of [0, 100, 200, 300]) {
      paged.want(first, first + 5)
      await answerLast('a')
    }
    expect(paged.rowAt(305)).toBe('a305')
    expect(paged.rowAt(205)).toBe('a205')
    expect(paged.rowAt(5)).toBeUndefined()
  })

  it('keep the old rows on screen until the fresh ones are there', async () => {
    const { paged, answerLast } = setUp()
    paged.want(0, 5)
    await answerLast('old')
    paged.refresh()
    expect(paged.rowAt(3)).toBe('old3')
    await answerLast('new')
    expect(paged.rowAt(3)).toBe('new3')
  })
})
