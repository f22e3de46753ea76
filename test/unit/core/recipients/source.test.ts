import { mkdtemp, open, rm, writeFile, mkdir, appendFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SourceRow } from '@core/recipients/row'
import { openSource, type RecipientSource, type SourceOptions } from '@core/recipients/open-source'
import { AppError } from '@shared/errors'

let folder: string
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'griot-source-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function fileWith(content: string | Buffer, name = `f${count++}.csv`): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const openFile = async (content: string | Buffer, options?: SourceOptions): Promise<RecipientSource> =>
  openSource({ kind: 'file', path: await fileWith(content) }, options)

async function allRows(source: RecipientSource): Promise<{ rows: SourceRow[]; blank: number }> {
  const rows: SourceRow[] = []
  let blank = 0
  for await (const batch of source.rows()) {
    rows.push(...batch.rows)
    blank += batch.blank
  }
  return { rows, blank }
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  return error instanceof AppError ? error.toWire() : error
}

const people = 'Prénom;N° Tél;Montant dû (€)\r\nChloé;677 12 34 56;1 500\r\nŒuvre;699112233;2 000\r\n'

describe('a text file', () => {
  it.each([
    ['utf-8', Buffer.from(people), 'utf-8'],
    ['utf-8 with a mark', Buffer.from('\uFEFF' + people), 'utf-8'],
    ['windows-1252', iconv.encode(people, 'windows-1252'), 'windows-1252'],
    ['utf-16le with a mark', iconv.encode(people, 'utf-16le', { addBOM: true }), 'utf-16le'],
    ['utf-16be with a mark', iconv.encode(people, 'utf-16be', { addBOM: true }), 'utf-16be'],
    ['utf-16le', iconv.encode(people, 'utf-16le', { addBOM: false }), 'utf-16le'],
    ['utf-16be', iconv.encode(people, 'utf-16be', { addBOM: false }), 'utf-16be'],
  ])('in %s is recognised and read exactly', async (_name, bytes, encoding) => {
    const source = await openFile(bytes)
    expect(source).toMatchObject({
      kind: 'delimited',
      encoding,
      delimiter: ';',
      hasHeader: true,
      headerLine: 1,
      columns: ['Prénom', 'N° Tél', 'Montant dû (€)'],
    })
    expect((await allRows(source)).rows).toEqual([
      { line: 2, values: ['Chloé', '677 12 34 56', '1 500'] },
      { line: 3, values: ['Œuvre', '699112233', '2 000'] },
    ])
  })

  it.each(['cp850', 'macintosh', 'latin1', 'windows-1252'] as const)(
    'in %s is read when a person says so',
    async (encoding) => {
      const text = people.replace('€', 'F').replace('Œuvre', 'Élise')
      const source = await openFile(iconv.encode(text, encoding === 'latin1' ? 'iso-8859-1' : encoding), { encoding })
      expect(source.columns).toEqual(['Prénom', 'N° Tél', 'Montant dû (F)'])
      expect(source.sample.map((row) => row.values[0])).toEqual(['Chloé', 'Élise'])
    },
  )

  it('comes back exactly from any encoding and dialect', async () => {
    const inWindows1252 = Array.from('abcXYZ019 éèàçœŒ€’“”–;,|"\t\n')
    const cell = fc.string({ unit: fc.constantFrom(...inWindows1252), maxLength: 12 })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom('utf-8', 'windows-1252', 'utf-16le', 'utf-16be', 'macintosh'),
        fc.constantFrom(';', ',', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (rows, encoding, delimiter, end) => {
          const filled = rows.filter((row) => row.some((value) => value.trim() !== ''))
          // iconv-lite writes the Macintosh set of before the euro sign
          fc.pre(filled.length > 0 && !(encoding === 'macintosh' && filled.flat().join('').includes('€')))
          const text = rows
            .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter) + end)
            .join('')
          const source = await openFile(iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf-16') }), {
            encoding,
            delimiter: delimiter as ';',
            hasHeader: false,
          })
          const read = await allRows(source)
          expect(read.rows.map((row) => row.values)).toEqual(filled)
          expect(read.rows.length + read.blank).toBe(rows.length)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('keeps accents that are cut by the edge of a chunk', async () => {
    const rows = Array.from({ length: 40_000 }, (_, index) => `é${'è'.repeat(index % 7)};${index}`)
    const source = await openFile(['Nom;N°', ...rows, ''].join('\n'))
    const read = (await allRows(source)).rows.map((row) => row.values.join(';'))
    expect(read).toEqual(rows)
  })

  it.each([
    [';', 'Nom;Texte\nA;12,5, puis 3\nB;7,25\n'],
    [',', 'Nom,Texte\nA,"x;y"\nB,c;d\n'],
    ['\t', 'Nom\tTexte\nA\tx;y,z\nB\tq\n'],
    ['|', 'Nom|Texte\nA|x;y\nB|c\n'],
    [null, 'Téléphone\n677123456\n699112233\n'],
  ])('separated by %j is recognised', async (delimiter, text) => {
    expect((await openFile(text)).delimiter).toBe(delimiter)
  })

  it('obeys a sep= line and counts it among the lines', async () => {
    const source = await openFile('sep=,\r\nNom,Tél\r\nChloé,677123456\r\n')
    expect(source).toMatchObject({ delimiter: ',', columns: ['Nom', 'Tél'], headerLine: 2 })
    expect((await allRows(source)).rows).toEqual([{ line: 3, values: ['Chloé', '677123456'] }])
  })

  it.each([
    [true, 'Nom;Téléphone\nChloé;677123456\n'],
    [true, 'First name,Phone\nAnn,677123456\n'],
    [true, 'Foo;Bar\nChloé;677123456\nZoé;677123457\n'],
    [false, 'Chloé;677123456\nZoé;677123457\n'],
    [false, '677123456;Chloé\n677123457;Zoé\n'],
    [false, '677123456\n677123457\n'],
  ])('has a heading row: %j', async (hasHeader, text) => {
    expect((await openFile(text)).hasHeader).toBe(hasHeader)
  })

  it('passes over title lines above the headings', async () => {
    const source = await openFile('Liste des clients 2026;;\n;;\nNom;Tél;Ville\nChloé;677123456;Douala\n')
    expect(source).toMatchObject({ headerLine: 3, columns: ['Nom', 'Tél', 'Ville'] })
    expect((await allRows(source)).rows.map((row) => row.line)).toEqual([4])
  })

  it('names columns distinctly and harmlessly', async () => {
    const source = await openFile('Nom;nom;;__proto__;constructor;Nom (2);Tél\na;b;c;d;e;f;677123456\n')
    expect(source.columns).toEqual(['Nom', 'nom (3)', 'Colonne 3', '__proto__', 'constructor', 'Nom (2)', 'Tél'])
    expect(source.sample[0]?.values).toEqual(['a', 'b', 'c', 'd', 'e', 'f', '677123456'])
    expect((await openFile('Name;;Phone\na;b;677123456\n', { language: 'en' })).columns[1]).toBe('Column 2')
  })

  it('has the same shape whatever its encoding, separator and rows, another with other headings', async () => {
    const first = await openFile('Nom;Tél\nChloé;677123456\n')
    const second = await openFile(iconv.encode('nom,tél\nZoé,699112233\nA,1\n', 'windows-1252'))
    const third = await openFile('Tél;Nom\n677123456;Chloé\n')
    expect(second.shape).toBe(first.shape)
    expect(third.shape).not.toBe(first.shape)
  })

  it('can be cancelled, and tells how far it is', async () => {
    const source = await openFile('Nom;Tél\n' + 'Chloé;677123456\n'.repeat(60_000))
    const stop = new AbortController()
    const progress: number[] = []
    const reading = (async () => {
      for await (const batch of source.rows({ signal: stop.signal, onProgress: (done) => progress.push(done) })) {
        if (batch.rows[0]!.line > 20_000) stop.abort()
      }
    })()
    expect(await failure(reading)).toMatchObject({ code: 'cancelled' })
    expect(progress.length).toBeGreaterThan(2)
  })
})

describe('a file that cannot be used', () => {
  it.each([
    ['empty', '', 'file_empty', undefined],
    ['blank lines', '\r\n \n;;\n\n', 'file_empty', undefined],
    ['only a byte order mark', '\uFEFF', 'file_empty', undefined],
    ['more columns than any spreadsheet', `Nom;Tél\nA;1\n${';x'.repeat(16_385)}\n`, 'file_too_many_columns', 3],
    ['a NUL byte', 'Nom;Tél\nA;1\nB\0;2\n', 'file_binary', 3],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), 'file_binary', 1],
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n', 'file_binary', 1],
    ['a web page without a table', '<html><body>677123410</body></html>', 'file_web_page', undefined],
    ['a web page that is cut', '<html><table><tr><td>677</td></tr>', 'file_excel_damaged', 1],
    [
      'an old Excel file',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]),
      'file_old_excel',
      undefined,
    ],
    ['a damaged XLSX', Buffer.from('504b03041400000008000000', 'hex'), 'file_excel_damaged', undefined],
    ['a line too long', `Nom;Tél\n${'x'.repeat(1_100_000)}\n`, 'file_line_too_long', 2],
  ])('(%s) is refused in words, with its line', async (_name, content, code, line) => {
    const error = await failure(openFile(content as string).then(allRows))
    expect(error).toMatchObject({ code })
    if (line !== undefined) expect(error).toMatchObject({ params: { line } })
  })

  it('(none there, a folder) is refused in words', async () => {
    await mkdir(join(folder, 'dossier.csv'))
    expect(await failure(openSource({ kind: 'file', path: join(folder, 'rien.csv') }))).toMatchObject({
      code: 'file_not_found',
      params: { file: 'rien.csv' },
    })
    expect(await failure(openSource({ kind: 'file', path: join(folder, 'dossier.csv') }))).toMatchObject({
      code: 'file_is_folder',
    })
    expect(await failure(openFile('a;b\n', { encoding: 'klingon' }))).toMatchObject({
      code: 'file_encoding_unknown',
      params: { encoding: 'klingon' },
    })
  })

  it('(changed since it was looked at) is refused', async () => {
    const path = await fileWith('Nom;Tél\nChloé;677123456\n')
    const source = await openSource({ kind: 'file', path })
    await appendFile(path, 'Zoé;699112233\n')
    expect(await failure(allRows(source))).toMatchObject({ code: 'file_changed' })
  })

  it('(one line of a gigabyte) is refused at once, in flat memory', async () => {
    const path = join(folder, 'geant.csv')
    const handle = await open(path, 'w')
    // letters first, then a hole: the size is a gigabyte, the disk holds two megabytes
    await handle.write(Buffer.alloc(2_000_000, 'x'), 0, 2_000_000, 0)
    await handle.truncate(1_073_741_824)
    await handle.close()
    const before = process.memoryUsage().rss
    const from = process.cpuUsage()
    expect(await failure(openSource({ kind: 'file', path }))).toMatchObject({
      code: 'file_line_too_long',
      params: { line: 1 },
    })
    expect(process.cpuUsage(from).user).toBeLessThan(2_000_000)
    // the file is five times as large; the rest is room for what this process collects late
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })
})

describe('pasted text', () => {
  const paste = async (text: string): Promise<RecipientSource> => openSource({ kind: 'pasted', text })

  it.each([
    ['one per line', '677123456\n699112233\n\n655443322'],
    ['separated by ;', '677123456; 699112233;\n\n655443322'],
    ['separated by commas', '677123456,699112233,\n\n655443322'],
    ['separated by spaces', '677123456 699112233\n\n655443322'],
  ])('that lists numbers, %s, is one row per number', async (_name, text) => {
    const source = await paste(text)
    expect(source).toMatchObject({ kind: 'pasted', hasHeader: false, columns: ['Numéro'] })
    const read = await allRows(source)
    expect(read.rows.map((row) => row.values)).toEqual([['677123456'], ['699112233'], ['655443322']])
    expect(read.blank).toBe(1)
  })

  it('keeps numbers written with spaces whole, and bad pieces as rows', async () => {
    const read = await allRows(await paste('+237 677 12 34 56\n699-11-22-33\npas de numéro\n'))
    expect(read.rows).toEqual([
      { line: 1, values: ['+237 677 12 34 56'] },
      { line: 2, values: ['699-11-22-33'] },
      { line: 3, values: ['pas de numéro'] },
    ])
  })

  it('copied from a spreadsheet is a table', async () => {
    const source = await paste('Nom\tTél\tNote\r\nChloé\t677123456\t"deux\nlignes"\r\nZoé\t699112233\t\r\n')
    expect(source).toMatchObject({ delimiter: '\t', columns: ['Nom', 'Tél', 'Note'] })
    expect((await allRows(source)).rows).toEqual([
      { line: 2, values: ['Chloé', '677123456', 'deux\nlignes'] },
      { line: 4, values: ['Zoé', '699112233', ''] },
    ])
  })

  it('that is blank is refused', async () => {
    expect(await failure(paste(' \n\n'))).toMatchObject({ code: 'file_empty' })
  })
})

describe('numbers typed in', () => {
  it('are rows in their order', async () => {
    const source = await openSource({ kind: 'numbers', phones: ['677123456', '699112233'] }, { language: 'en' })
    expect(source.columns).toEqual(['Number'])
    expect((await allRows(source)).rows).toEqual([
      { line: 1, values: ['677123456'] },
      { line: 2, values: ['699112233'] },
    ])
  })
})
