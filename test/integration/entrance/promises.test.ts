/** What holds for every file: rows add up, no cell of another row in a text, no number made of digits that stand apart. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { automaticReading, type SourceView } from '@shared/contract/recipients'
import { parsePhoneNumber, type CountryCode } from '@shared/domain/phone-number'
import { makeZip, workbookParts } from '../../helpers/make-workbook'
import { stageCore, type CoreStage } from '../../helpers/core-stage'

let stage: CoreStage
let folder: string
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'griot-promises-'))
  stage = await stageCore('sandbox')
})
afterAll(async () => {
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

async function write(content: string | Buffer, extension: string): Promise<string> {
  const path = join(folder, `${count++}.${extension}`)
  await writeFile(path, content)
  return path
}
async function inspect(path: string): Promise<SourceView> {
  const source = { kind: 'file' as const, path, options: automaticReading }
  const mapping = { phone: 1, name: 0 }
  return stage.core.handlers['contacts.inspect']({ source, country: 'CM', migrate: false, mapping })
}

/** A cell that names its row, so that a text can be asked whose cells it holds; what surrounds it is as odd as people make it. */
const around = fc.constantFrom('', ' ', '"', '""', "'", '\\"', ' "', '" ', 'é', '\u200b', '(', '- ')
const people = fc.array(
  fc.record({ before: around, after: around, between: around, phone: fc.integer({ min: 0, max: 30 }) }),
  {
    minLength: 1,
    maxLength: 12,
  },
)
const row = (index: number): string => `R${String.fromCharCode(65 + index)}R`

async function textsOf(path: string): Promise<readonly { readonly line: number; readonly text: string }[]> {
  const { handlers } = stage.core
  const { id } = await handlers['drafts.create']({ name: 'promise' })
  const template = '{{ Nom | default: "-" }} {{ Note | default: "-" }}'
  await handlers['drafts.save']({ id, patch: { accountId: stage.accountId, country: 'CM', template } })
  const view = await handlers['drafts.addSource']({
    id,
    source: { kind: 'file', path, options: automaticReading },
    mapping: { phone: 1, name: 0 },
    jobId: `promise-${id}`,
  })
  const texts: { line: number; text: string }[] = []
  const preview = { id, template, transliterate: false }
  for (let index = 0; ; index++) {
    const shown = await handlers['drafts.preview']({ ...preview, target: { kind: 'index', index } })
    if (shown === null) break
    texts.push({ line: shown.line, text: shown.text })
    if (index + 1 >= shown.total) break
  }
  expect(view.counts.rows).toBe(view.counts.valid + view.counts.invalid + view.counts.duplicate)
  expect(texts).toHaveLength(view.counts.valid)
  await handlers['drafts.discard']({ id })
  return texts
}

describe('whatever a file holds', () => {
  it('rows = valid + invalid + duplicate, and a text holds cells of its own row only, in text files', async () => {
    const file = fc.tuple(people, fc.constantFrom(';', ',', '\t'), fc.constantFrom('\n', '\r\n', '\r'))
    await fc.assert(
      fc.asyncProperty(file, async ([rows, delimiter, end]) => {
        const lines = rows.map(({ before, after, between, phone }, index) =>
          [`${before}${row(index)}${after}`, `6771234${10 + phone}`, `${between}${row(index)}`].join(delimiter),
        )
        const path = await write([`Nom${delimiter}Tel${delimiter}Note`, ...lines].join(end), 'csv')
        const view = await inspect(path)
        expect(view.rows).toBe(view.valid + view.invalid + view.duplicate)
        for (const { text } of await textsOf(path)) {
          expect(new Set(text.match(/R[A-Z]R/g) ?? []).size).toBeLessThanOrEqual(1)
          expect(text).not.toMatch(/6771234/)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('and in workbooks', async () => {
    const sheet = fc.tuple(people, fc.array(fc.nat(12), { maxLength: 4 }))
    await fc.assert(
      fc.asyncProperty(sheet, async ([rows, hidden]) => {
        const cells = rows.map(({ before, after, between, phone }, index) => [
          `${before}${row(index)}${after}`.replace(/^<c/, ''),
          phone % 2 === 0 ? `<c><v>6771234${10 + phone}</v></c>` : `6771234${10 + phone}`,
          `${between}${row(index)}`,
        ])
        const parts = workbookParts([{ name: 'Feuil1', rows: [['Nom', 'Tel', 'Note'], ...cells] }]).map((part) =>
          part.name === 'xl/worksheets/sheet1.xml'
            ? {
                ...part,
                content: hidden.reduce(
                  (xml, line) => xml.replace(`<row r="${line + 2}">`, `<row r="${line + 2}" hidden="1">`),
                  String(part.content),
                ),
              }
            : part,
        )
        const path = await write(makeZip(parts), 'xlsx')
        const view = await inspect(path)
        const left = view.notices.find(({ code }) => code === 'hidden_rows')?.count ?? 0
        expect(view.rows).toBe(view.valid + view.invalid + view.duplicate)
        expect(view.rows + left).toBe(rows.length)
        for (const { line, text } of await textsOf(path)) {
          expect(new Set(text.match(/R[A-Z]R/g))).toEqual(new Set([row(line - 2)]))
        }
      }),
      { numRuns: 30 },
    )
  })

  it('no number is made of digits that stand apart in their cell', () => {
    const digits = fc.stringMatching(/^\d{1,9}$/)
    const apart = fc.constantFrom(
      ' / ',
      ' ; ',
      ', ',
      '  ',
      ' ou ',
      ' et ',
      '\n',
      ' | ',
      ' - - ',
      ' (',
      ') ',
      ' x ',
      ' : ',
      ' Awa ',
    )
    const countries = fc.constantFrom<CountryCode>('CM', 'CI', 'BJ', 'SN', 'CG', 'GA', 'FR')
    fc.assert(
      fc.property(digits, apart, digits, countries, fc.boolean(), (left, between, right, country, migrates) => {
        const parsed = parsePhoneNumber(`${left}${between}${right}`, country, { migrate: migrates ? 'apply' : 'off' })
        if (!parsed.ok) return
        // one of the two alone can be the number, with its calling code or the digits of a new plan before it
        const national = [left, right].filter((one) => one.length >= 6 && parsed.e164.endsWith(one.replace(/^0+/, '')))
        const isCallingCode = /^(?:00)?(?:237|225|229|221|242|241|33)$/.test(left)
        expect(national.length > 0 || isCallingCode).toBe(true)
      }),
      { numRuns: 20_000 },
    )
  })
})
