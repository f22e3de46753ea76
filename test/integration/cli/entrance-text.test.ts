/** Text files as people have them, through `inspect --json`: what is read, what is said of it, what is left to correct. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOutcomes } from '../../fixtures/entrance/text-outcomes'
import { createCli, type Cli } from '../../helpers/cli'

interface Inspection {
  readonly rows: number
  readonly valid: number
  readonly invalid: number
  readonly duplicate: number
  readonly problems: readonly { readonly line: number; readonly reason: string }[]
}

const notice = (code: string, line: number) => ({ code, count: 1, lines: [line] })

let cli: Cli
let folder: string
beforeAll(() => {
  cli = createCli()
  folder = mkdtempSync(join(tmpdir(), 'griot-entrance-'))
})
afterAll(() => {
  cli.remove()
  rmSync(folder, { recursive: true, force: true })
})

async function inspect(path: string, ...options: readonly string[]): Promise<Inspection> {
  const result = await cli.run(['inspect', path, '--json', ...options])
  expect(result.stderr).toBe('')
  const [document] = result.json<Inspection>()
  if (document === undefined) throw new Error('inspect said nothing')
  return document
}

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('a text file from a person', () => {
  it.each(
    textOutcomes.map((outcome) => [`${outcome.name} ${(outcome.options ?? []).join(' ')}`.trim(), outcome] as const),
  )('%s is read right', async (_title, { name, content, country = 'CM', options = [], expected, problems }) => {
    const path =
      content === null
        ? fileURLToPath(new URL(`../../fixtures/entrance/${name}`, import.meta.url))
        : write(name, content)
    const found = await inspect(path, '--country', country, ...options)
    expect(found).toMatchObject(expected)
    expect(found.rows).toBe(found.valid + found.invalid + found.duplicate)
    if (problems !== undefined) {
      expect(Object.fromEntries(found.problems.map(({ line, reason }) => [line, reason]))).toEqual(problems)
    }
  })

  it('counts in send what inspect counts, with the same choices', async () => {
    const path = fileURLToPath(new URL('../../fixtures/entrance/plan-BJ.csv', import.meta.url))
    for (const choice of [[], ['--migrate']]) {
      const found = await inspect(path, '--country', 'BJ', ...choice)
      const send = ['send', '--account', 'sandbox', '--csv', path, '--template', 'Bonjour', '--country', 'BJ']
      const planned = await cli.run([...send, ...choice, '--dry-run', '--json'])
      expect(planned.json()[0]).toMatchObject({
        event: 'planned',
        recipients: found.valid,
        excluded: { invalid: found.invalid, duplicate: found.duplicate },
      })
    }
  })

  it('says in the documents of preview and send what was odd in the file', async () => {
    const path = write('odd.csv', 'Nom;Tel;Note\nAwa\u200b;677123410;x\nBintou;677123411\nChérif;677123412;y\n')
    const previewed = await cli.run(['preview', '--csv', path, '--template', 'A', '--country', 'CM', '--json'])
    const [texts = []] = previewed.json<readonly { line: number; notices: readonly string[] }[]>()
    expect(texts.map(({ line, notices }) => [line, notices])).toEqual([
      [2, ['invisible_marks']],
      [3, ['ragged_rows']],
      [4, []],
    ])
    const send = ['send', '--account', 'sandbox', '--template', 'A', '--country', 'CM', '--dry-run', '--json', '--csv']
    const told = [notice('ragged_rows', 3), notice('invisible_marks', 2)]
    const [planned] = (await cli.run([...send, path])).json()
    expect(planned).toMatchObject({ event: 'planned', notices: told })
    const other = write('fine.csv', 'Nom;Tel\nDado;677123413\n')
    const [both] = (await cli.run([...send, path, '--csv', other])).json()
    expect(both).toMatchObject({ notices: told.map((one) => ({ source: 'odd.csv', ...one })) })
    expect((await cli.run([...send, other])).json()[0]).toMatchObject({ notices: [] })
  })

  it('refuses a heading row that is empty, in words', async () => {
    const path = write('short.csv', 'Nom;Tel\n\nAwa;677123410\n')
    const result = await cli.run(['inspect', path, '--header-row', '2', '--json'])
    expect(result).toMatchObject({ code: 2 })
    expect(result.json()[0]).toMatchObject({ error: { code: 'file_header_row_unknown' } })
  })

  it('refuses a row whose cells are another column’s, and never sends a cell of another row', async () => {
    const path = write('q.csv', 'Nom;Tel\n"Awa;677123410\nBintou;677123411\nChérif";677123412\nx;y;677123413\n')
    const result = await cli.run(['preview', '--csv', path, '--template', 'A {{ Nom }}.', '--country', 'CM', '--json'])
    const texts = result.json<readonly { readonly to: string; readonly text: string }[]>()[0]
    expect(texts?.map(({ to }) => to)).toEqual(['+237677123410', '+237677123411', '+237677123412'])
    for (const { text } of texts ?? []) expect(text).not.toMatch(/\d/)
  })

  it('adds up whatever it holds', async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        'Awa',
        '"Awa',
        'Awa"',
        '"A;wa"',
        '677123410',
        '699 11 22 33',
        '',
        '\\"',
        ' "x" ',
        '12,5',
        'é',
        '\u200e',
      ),
      fc.string({ maxLength: 6 }).filter((text) => !text.includes('\0')),
    )
    const file = fc.tuple(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(';', ',', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom<BufferEncoding>('utf8', 'latin1', 'utf16le'),
    )
    await fc.assert(
      fc.asyncProperty(file, async ([rows, delimiter, end, encoding]) => {
        const text = `Nom${delimiter}Tel${end}${rows.map((row) => row.join(delimiter)).join(end)}`
        const mark = encoding === 'utf16le' ? '\ufeff' : ''
        const found = await inspect(
          write('any.csv', Buffer.from(mark + text, encoding)),
          '--country',
          'CM',
          '--map',
          'phone=1',
        )
        expect(found.rows).toBe(found.valid + found.invalid + found.duplicate)
      }),
      { numRuns: 12 },
    )
  })
})
