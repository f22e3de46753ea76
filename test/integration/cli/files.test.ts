/** Files as people really have them: read right, or refused in one line with the place, and nothing half done. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCli } from '../../helpers/cli'

const cli = createCli()
const file = (name: string): string => join(cli.dataDir, name)
const write = (name: string, text: string, encoding = 'utf-8'): string => {
  writeFileSync(file(name), iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf-16') }))
  return file(name)
}
const inspect = async (path: string, ...more: readonly string[]): Promise<Record<string, unknown>> => {
  const result = await cli.run(['inspect', path, '--json', ...more])
  expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' })
  return result.json<Record<string, unknown>>()[0] ?? {}
}
afterAll(() => cli.remove())

describe.concurrent('a file of people', () => {
  it.each([
    ['utf-16le', '\t'],
    ['utf-16be', ';'],
    ['windows-1252', '|'],
    ['utf-8', ','],
  ])('in %s with %j between columns is read', async (encoding, delimiter) => {
    const rows = ['Prénom', 'N° Tél'].join(delimiter) + '\r\n' + ['Élodie', '6 77 12 34 56'].join(delimiter) + '\r\n'
    expect(await inspect(write(`${encoding}.csv`, rows, encoding))).toMatchObject({
      encoding,
      delimiter,
      header: true,
      columns: ['Prénom', 'N° Tél'],
      rows: 1,
      valid: 1,
    })
  })

  it('without headings, with headings that say nothing, and with headings of its own', async () => {
    expect(await inspect(write('bare.csv', 'Anna;677123456\nBob;699001122\n'))).toMatchObject({
      header: false,
      valid: 2,
    })
    const odd = write('odd.csv', '__proto__;constructor;Tel\nx;y;677123456\n')
    expect(await inspect(odd)).toMatchObject({ columns: ['__proto__', 'constructor', 'Tel'], valid: 1 })
    const same = write('same.csv', 'Tel;Tel;Tel\n677123456;699001122;x\n')
    expect(await inspect(same)).toMatchObject({ columns: ['Tel', 'Tel (2)', 'Tel (3)'], mapping: { phone: 'Tel' } })
    expect(await inspect(same, '--map', 'phone=Tel (2)')).toMatchObject({ mapping: { phone: 'Tel (2)' }, valid: 1 })
    expect(await inspect(same, '--map', 'phone=2')).toMatchObject({ mapping: { phone: 'Tel (2)' } })
    expect(await inspect(write('head.csv', 'Nom;Tel\n'))).toMatchObject({ rows: 0, valid: 0, invalid: 0, duplicate: 0 })
  })

  it('has its columns named on the command line, whatever they are called', async () => {
    const path = write('named.csv', '"Nom, prénom";"Tel=mobile";Ville\nAnna;677123456;Douala\n')
    const mapping = { phone: 'Tel=mobile', name: 'Nom, prénom' }
    expect(await inspect(path, '--map', 'phone=Tel=mobile,name=Nom, prénom')).toMatchObject({ mapping })
    expect(await inspect(path, '--map', 'phone=Tel=mobile', '--map', 'name=NOM, PRÉNOM ')).toMatchObject({ mapping })
    const three = write('three.csv', 'Tél;Nom;Prénom;Autre\n677123456;Ndiaye;Awa;699001122\n')
    const names = { name: 'Nom', firstName: 'Prénom' }
    expect(await inspect(three, '--map', 'phone=Autre')).toMatchObject({ mapping: { phone: 'Autre', ...names } })
    expect(await inspect(three, '--map', 'phone=1,firstname=Prénom')).toMatchObject({
      mapping: { phone: 'Tél', firstName: 'Prénom' },
    })
    expect(await inspect(three, '--map', 'phone=Nom')).toMatchObject({
      mapping: { phone: 'Nom', name: null, firstName: 'Prénom' },
    })
    const before = await cli.run(['inspect', '--map', 'name=Ville', path, '--json'])
    expect(before.json()[0]).toMatchObject({ mapping: { phone: 'Tel=mobile', name: 'Ville' } })
  })

  it('without a column of numbers says so, unless one is named', async () => {
    const path = write('nobody.csv', 'Nom;Ville\nAnna;Douala\nBob;Yaoundé\n')
    const refused = await cli.run(['inspect', path])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toMatch(/^griot: No column of phone numbers .* \(--map phone=COLUMN\)\n$/)
    expect(await inspect(path, '--map', 'phone=Ville')).toMatchObject({ rows: 2, valid: 0, invalid: 2 })
  })

  it.each<[string, string | Buffer, string, RegExp]>([
    ['wide.csv', `Nom;Tel\nAnna;677123456${';x'.repeat(16_385)}\n`, 'file_too_many_columns', /Line 2 of “wide.csv”/],
    ['empty.csv', '', 'file_empty', /“empty.csv”/],
    ['blank.csv', '\n\n\r\n', 'file_empty', /“blank.csv”/],
    ['nul.csv', 'Nom;Tel\nA\0nna;677123456\n', 'file_binary', /line 2/],
    ['image.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'file_binary', /“image.csv”/],
    ['old.xls', Buffer.from('d0cf11e0a1b11ae1'.padEnd(1024, '0'), 'hex'), 'file_old_excel', /“old.xls”/],
    ['cut.xlsx', Buffer.from('504b0304140000000800', 'hex'), 'file_excel_damaged', /“cut.xlsx”/],
  ])('%s is refused with its place, by every command that reads files', async (name, content, code, says) => {
    writeFileSync(file(name), content)
    const commands = [
      ['inspect', file(name)],
      ['import', file(name)],
      ['preview', '--csv', file(name), '--template', 'x'],
      ['send', '--account', 'sandbox', '--csv', file(name), '--template', 'x', '--yes'],
    ]
    for (const command of commands) {
      const result = await cli.run([...command, '--json'])
      expect(result.code).toBe(2)
      expect(result.json()).toEqual([{ error: { code, message: expect.stringMatching(says) as string } }])
      expect(result.stderr).toMatch(/^griot: [^\n]+\n$/)
    }
  })

  it('of 1 GB in a single line is refused', async () => {
    const path = file('line.csv')
    execFileSync('sh', ['-c', `yes a | tr -d '\\n' | head -c 3000000 > "$1"`, 'sh', path])
    truncateSync(path, 1_073_741_824)
    const result = await cli.run(['inspect', path, '--json'])
    expect(result.code).toBe(2)
    expect(result.json()).toEqual([
      { error: { code: 'file_line_too_long', message: expect.stringMatching(/Line 1 of “line.csv”/) as string } },
    ])
    truncateSync(path, 0)
  })
})

describe('a template file', () => {
  const people = (): string => write('people.csv', 'Prénom;Tel\nZoé;677123456\n')
  const texts = async (path: string): Promise<unknown> => {
    const result = await cli.run(['preview', '--csv', people(), '--template-file', path, '--json'])
    return result.code === 0 ? result.json<{ text: string }[]>()[0]?.[0]?.text : result.json()[0]
  }
  beforeAll(() => {
    mkdirSync(file('texts'))
  })

  it.each([
    ['utf-8', 'Chère {{ Prénom }},\nà bientôt\n'],
    ['windows-1252', 'Chère {{ Prénom }},\r\nà bientôt\r\n'],
    ['utf-16le', 'Chère {{ Prénom }},\r\nà bientôt'],
    ['utf-16be', 'Chère {{ Prénom }},\nà bientôt'],
  ])('in %s gives its text, with plain line breaks and none at the end', async (encoding, text) => {
    expect(await texts(write(`texts/${encoding}.txt`, text, encoding))).toBe('Chère Zoé,\nà bientôt')
  })

  it('with a byte order mark, as Notepad writes it', async () => {
    expect(await texts(write('texts/bom.txt', '\uFEFFBonjour {{ Prénom }}\r\n'))).toBe('Bonjour Zoé')
  })

  it.each([
    ['texts/empty.txt', '', 'template_empty'],
    ['texts/nul.txt', 'Bon\0jour', 'file_binary'],
    ['texts/book.txt', 'x'.repeat(70_000), 'file_too_large'],
  ])('%s is refused', async (name, text, code) => {
    expect(await texts(write(name, text))).toMatchObject({ error: { code } })
  })
})
