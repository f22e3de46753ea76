import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { classifyRows, type ClassifiedRow } from '@core/recipients/classify/classify-rows'
import { SourceCounts } from '@core/recipients/classify/source-counts'
import { RejectsFile } from '@core/recipients/classify/rejects-file'
import { guessMapping } from '@core/recipients/columns/guess-mapping'
import { PhoneIndex } from '@core/recipients/classify/phone-index'
import { openSource, type RecipientSource } from '@core/recipients/open-source'
import { classifySource } from '../../../helpers/classify-source'
import { makeExport, type ExportOptions } from '../../../helpers/make-export'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'griot-classify-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const paste = (text: string): Promise<RecipientSource> => openSource({ kind: 'pasted', text })

async function classified(source: RecipientSource, country = 'CM', migrate = false) {
  const rows: ClassifiedRow[] = []
  const { counts } = await classifySource(source, { country, migrate }, (batch) => void rows.push(...batch))
  return { rows, counts }
}

describe('a French Excel export of 10,000 rows', () => {
  it.each<ExportOptions>([
    { country: 'CM' },
    { country: 'TG', seed: 2 },
    { country: 'CI', seed: 3, encoding: 'utf-8' },
  ])('is taken apart exactly as it was made (%j)', async (options) => {
    const made = await makeExport(join(folder, 'export.csv'), options)
    const source = await openSource({ kind: 'file', path: made.path })
    expect(source).toMatchObject({
      encoding: options.encoding ?? 'windows-1252',
      delimiter: ';',
      columns: made.columns,
    })
    const { rows, counts } = await classified(source, options.country)
    expect(counts).toMatchObject({ rows: 10_000, valid: 9200, invalid: 300, duplicate: 500 })
    expect(counts).toMatchObject({ valid: made.valid, invalid: made.invalid, duplicate: made.duplicate })
    const linesOf = (status: string): number[] => rows.filter((row) => row.status === status).map((row) => row.line)
    expect(linesOf('invalid')).toEqual(made.invalidLines)
    expect(linesOf('duplicate')).toEqual(made.duplicateLines)
    const valid = rows.filter((row) => row.status === 'valid')
    expect(valid.map(({ line, phone, values }) => ({ line, phone, values }))).toEqual(made.expected)
  })

  it('is the same file for the same seed', async () => {
    const first = await makeExport(join(folder, 'a.csv'), { rows: 500 })
    const second = await makeExport(join(folder, 'b.csv'), { rows: 500 })
    expect(await readFile(first.path)).toEqual(await readFile(second.path))
    expect(second.expected).toEqual(first.expected)
  })
})

describe('rows', () => {
  it('always add up: rows = valid + invalid + duplicate, and none is lost', async () => {
    const phone = fc.oneof(
      fc.constantFrom(
        '677123456',
        '+237677123456',
        '00237 677 12 34 56',
        '699112233',
        '',
        'néant',
        '2,37677E+11',
        '67712',
        '222222222',
      ),
      fc.string({ maxLength: 15 }).map((text) => text.replace(/[";\r\n\0]/g, '')),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(phone, { minLength: 1, maxLength: 60 }), async (phones) => {
        const source = await paste(`Nom;Tél\n${phones.map((text, index) => `N${index};${text}\n`).join('')}`)
        const lines: number[] = []
        const counts = new SourceCounts(['Tél'])
        for await (const batch of classifyRows(source.rows(), {
          mapping: { phone: 1, name: 0 },
          country: 'CM',
          migrate: false,
        })) {
          for (const row of batch) {
            lines.push(row.line)
            counts.add(row)
          }
        }
        const { rows, valid, invalid, duplicate } = counts.counts
        expect(rows).toBe(phones.length)
        expect(valid + invalid + duplicate).toBe(rows)
        expect(lines).toEqual(phones.map((_, index) => index + 2))
      }),
      { numRuns: 150 },
    )
  })

  it('with a number seen before, in any spelling, name the line that they repeat', async () => {
    const source = await paste('Nom;Tél\nChloé;677123456\nZoé;699112233\n\nC. ;+237 6 77 12 34 56\n')
    const { rows, counts } = await classified(source)
    expect(rows[2]).toMatchObject({ line: 5, status: 'duplicate', phone: '+237677123456', duplicateOf: 2, name: 'C.' })
    expect(counts).toMatchObject({ rows: 3, valid: 2, duplicate: 1 })
  })

  it('with old numbers are offered their new ones, and take them when asked', async () => {
    const text = 'Nom;Téléphone\nAya;07070707\nKofi;0102030405\n'
    const offered = await classified(await paste(text), 'CI')
    expect(offered.counts).toMatchObject({ valid: 1, invalid: 1, migrated: 0, migratable: 1 })
    expect(offered.rows[0]).toMatchObject({ reason: 'old_numbering', suggestion: '+2250707070707' })
    const applied = await classified(await paste(text), 'CI', true)
    expect(applied.counts).toMatchObject({ valid: 2, migrated: 1, migratable: 0 })
    expect(applied.rows[0]).toMatchObject({ phone: '+2250707070707', migratedFrom: '07070707' })
  })

  it('with more cells than columns keep them all, and are not used', async () => {
    const { rows, counts } = await classified(
      await paste('Tél;Nom;Ville\n677123456;Chloé\n699112233;Zoé;Douala;Akwa\n655443322;A;B;;\n'),
    )
    expect(counts).toMatchObject({ rows: 3, valid: 1, invalid: 2 })
    expect(rows.map(({ reason }) => reason)).toEqual(['ragged_row', 'ragged_row', null])
    expect(rows[1]?.values).toEqual(['699112233', 'Zoé', 'Douala', 'Akwa'])
  })

  it('carry first name and name together', async () => {
    const { rows } = await classified(await paste('Prénom;Nom;Tél\nChloé;Ngo;677123456\n;Fouda;699112233\n'))
    expect(rows.map((row) => row.name)).toEqual(['Chloé Ngo', 'Fouda'])
  })
})

describe('the index of numbers', () => {
  it('finds exactly what a Map finds', () => {
    const digits = fc.integer({ min: 1, max: 400 }).map((value) => `+2376770000${String(value).padStart(5, '0')}`)
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            digits,
            fc.bigInt({ min: 1n, max: 999_999_999_999_999n }).map((value) => `+${value}`),
          ),
          { maxLength: 3000 },
        ),
        (phones) => {
          const index = new PhoneIndex()
          const model = new Map<string, number>()
          phones.forEach((phone, line) => {
            const known = model.get(phone)
            expect(index.claim(phone, line)).toBe(known ?? null)
            if (known === undefined) model.set(phone, line)
          })
        },
      ),
      { numRuns: 30 },
    )
  })
})

describe('the columns', () => {
  it.each([
    ['Nom;Fax;Tél\nA;222222222;677123456', 2],
    ['Numéro client;Nom;Portable\n677000001;A;677123456', 2],
    ['N°;Nom;N° WhatsApp\n1;A;677123456', 2],
    ['Contact;Numéro\nAnn;677123456', 1],
    ['Nom;Contact\nAnn;677123456', 1],
    ['Name,Cell phone,Email\nAnn,677123456,a@b.cm', 1],
    ['Date;Montant;Mobile\n01/02/2026;67700000;677123456', 2],
    ['Élève;Classe;GSM parent\nInès;6e;677123456', 2],
    ['Foo;Bar\nA;677123456\nB;677123457', 1],
    ['A;677123456\nB;677123457', 1],
    ['Téléphone;Nom\nrien;A\nnul;B', 0],
    ['Tél. fixe;Tél. portable\n222222222;677123456', 1],
  ])('of %j: the phone column is found', async (text, phone) => {
    expect(guessMapping(await paste(text), 'CM').mapping?.phone).toBe(phone)
  })

  it.each([
    ['Nom;Prénom;Tél\nA;B;677123456', { phone: 2, name: 0, firstName: 1 }],
    ['Nom et prénoms;Tél\nA;677123456', { phone: 1, name: 0 }],
    ['Prénom;Tél\nA;677123456', { phone: 1, name: 0 }],
    ['Client;Tél\nA;677123456', { phone: 1, name: 0 }],
    ['Ville;Tél\nA;677123456', { phone: 1, name: null }],
    ['Last name,First name,Phone\nA,B,677123456', { phone: 2, name: 0, firstName: 1 }],
  ])('of %j: the name columns are found', async (text, mapping) => {
    expect(guessMapping(await paste(text), 'CM').mapping).toEqual(mapping)
  })

  it('are not guessed where nothing looks like phone numbers', async () => {
    expect(guessMapping(await paste('Ville;Montant\nDouala;1500\nKribi;2000'), 'CM')).toEqual({
      mapping: null,
      phoneColumns: [],
      confidence: 0,
      reason: null,
    })
  })
})

describe('the rejects file', () => {
  it('holds line, reason and the row as it stood, and imports again once corrected', async () => {
    const source = await paste('Nom;Tél\nChloé;677123456\n=CMD();néant\n"a;b";+237677123456;too much\n')
    const path = join(folder, 'rejets.csv')
    const rejects = await RejectsFile.open(path, source.columns, 'fr')
    await classifySource(source, { country: 'CM' }, (rows) => rejects.add(rows))
    await rejects.commit()
    expect(rejects.rows).toBe(2)
    expect(await readFile(path, 'utf8')).toBe(
      '\uFEFFLigne;Raison;Nom;Tél\r\n' +
        "3;Ce n’est pas un numéro de téléphone;'=CMD();néant\r\n" +
        '4;La ligne n’a pas autant de cases que les titres\u202f: à corriger dans le fichier;"a;b";+237677123456;too much\r\n',
    )
    const again = await openSource({ kind: 'file', path })
    expect(guessMapping(again, 'CM').mapping).toEqual({ phone: 3, name: 2 })
  })
})
