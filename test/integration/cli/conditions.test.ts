/** Conditions and filters on the command line: cells are compared as what they are, and nothing is left out in silence. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCli } from '../../helpers/cli'

const cli = createCli()
const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/entrance', name)
const write = (name: string, text: string): string => {
  const path = join(cli.dataDir, name)
  writeFileSync(path, text)
  return path
}
const asked = (condition: string): string => `{{ Nom }}: {% if ${condition} %}oui{% else %}non{% endif %}`
async function texts(path: string, template: string, ...more: readonly string[]): Promise<string[]> {
  const result = await cli.run(['preview', '--csv', path, '--template', template, '--json', ...more])
  expect({ code: result.code, error: result.stderr.includes('error') }).toEqual({ code: 0, error: false })
  return (result.json<readonly { readonly text: string }[]>()[0] ?? []).map(({ text }) => text)
}
const inspect = (path: string, ...more: readonly string[]) => cli.run(['inspect', path, '--json', ...more])

beforeAll(async () => {
  const { code } = await cli.run(['account', 'add', 'essai', '--gateway', 'sandbox', '--country', 'CM'])
  expect(code).toBe(0)
})
afterAll(() => cli.remove())

describe('a condition in a message', () => {
  it.each(['c-moyenne.csv', 'x-moyenne.xlsx'])('takes 9,875 of %s for less than 10', async (name) => {
    expect(await texts(fixture(name), asked('Moyenne >= 10'))).toEqual([
      'Awa: non',
      'Bintou: non',
      'Chérif: non',
      'Dado: oui',
    ])
  })

  it('takes amounts with units, percentages and exponents for numbers', async () => {
    const owing = (await texts(fixture('c-solde.csv'), asked('Solde > 0'))).filter((text) => text.endsWith('oui'))
    expect(owing.map((text) => text.split(':')[0])).toEqual(['Awa', 'Bintou', 'Chérif', 'Dado', 'Eli', 'Fanta', 'Issa'])
  })

  it('never sends what a spreadsheet shows for an error or a database for nothing', async () => {
    const shown = await texts(fixture('v-values.csv'), '{{ Cas }} {{ V | default: "-vide-" }}')
    expect(shown.slice(0, 14)).toEqual(Array.from({ length: 14 }, (_, index) => `${index + 10} -vide-`))
    expect(shown[14]).toBe('24 0')
    const result = await inspect(fixture('v-values.csv'))
    expect(result.json<{ notices: unknown }>()[0]?.notices).toContainEqual({
      code: 'error_values',
      count: 14,
      lines: Array.from({ length: 14 }, (_, index) => index + 2),
    })
  })

  it('is counted in the bill, with the cells that it could not read', async () => {
    const path = write(
      'unread.csv',
      'Nom;Tél;Note\nA;677123410;12\nB;677123411;absent\nC;677123412;\nD;677123413;8,5\n',
    )
    const template = asked('Note >= 10')
    const result = await cli.run([
      'send',
      '--account',
      'essai',
      '--csv',
      path,
      '--template',
      template,
      '--dry-run',
      '--json',
    ])
    expect(result.code).toBe(0)
    expect(result.json<{ conditions: unknown }>()[0]?.conditions).toEqual([
      {
        condition: 'Note >= 10',
        yes: 1,
        no: 3,
        empty: 1,
        unread: { count: 1, lines: [3], values: ['absent'] },
        doubtful: { count: 0, lines: [], values: [] },
      },
    ])
    const people = await cli.run(['preview', '--csv', path, '--template', template, '--lang', 'fr'])
    expect(people.stdout).toContain('«\u202fNote >= 10\u202f»')
    expect(people.stdout).toContain('ligne 3 «\u202fabsent\u202f»')
  })

  it('that depends on how a number is read stops a sending until the person says it', async () => {
    const path = write('doubt.csv', 'Nom;Tél;Solde\nA;677123410;1,250\nB;677123411;12,500\n')
    const send = [
      'send',
      '--account',
      'essai',
      '--csv',
      path,
      '--template',
      asked('Solde > 100'),
      '--dry-run',
      '--json',
    ]
    const refused = await cli.run(send)
    expect({ code: refused.code, error: refused.json<{ error?: { code: string } }>().at(-1)?.error?.code }).toEqual({
      code: 2,
      error: 'numbers_ambiguous',
    })
    expect((await cli.run([...send, '--decimal', 'point'])).code).toBe(0)
    expect(await texts(path, asked('Solde > 100'), '--decimal', 'point')).toEqual(['A: oui', 'B: oui'])
    expect(await texts(path, asked('Solde > 100'), '--decimal', 'comma')).toEqual(['A: non', 'B: non'])
    expect((await inspect(path)).json<{ notices: unknown }>()[0]?.notices).toEqual([
      { code: 'ambiguous_numbers', count: 2, lines: [2, 3] },
    ])
    // the texts are shown, each that rests on one of the readings says so
    const shown = (await cli.run(['preview', '--csv', path, '--template', asked('Solde > 100'), '--json'])).json<
      readonly { readonly text: string; readonly doubtful?: unknown }[]
    >()[0]
    expect(shown?.map(({ doubtful }) => doubtful)).toEqual([
      [{ condition: 'Solde > 100', value: '1,250' }],
      [{ condition: 'Solde > 100', value: '12,500' }],
    ])
    const people = await cli.run(['preview', '--csv', path, '--template', asked('Solde > 100'), '--lang', 'fr'])
    expect(people.stdout.replaceAll('\u202f', ' ')).toContain(
      '  ! condition « Solde > 100 » : « 12,500 » peut se lire de deux façons',
    )
    const clear = (await cli.run(['preview', '--csv', path, '--template', asked('Solde > 0'), '--json'])).json<
      readonly object[]
    >()[0]
    expect(clear?.filter((row) => 'doubtful' in row)).toEqual([])
    // where both readings give the same, nothing is asked
    expect((await cli.run(send.map((part) => part.replace('> 100', '> 0')))).code).toBe(0)
  })

  it('says which dates can be read in two ways', async () => {
    const rows = (dates: readonly string[]): string =>
      `Nom;Tél;Date\n${dates.map((date, index) => `N${index};67712341${index};${date}`).join('\n')}\n`
    const noticed = async (dates: readonly string[], ...more: readonly string[]) =>
      (await inspect(write('dates.csv', rows(dates)), ...more)).json<{ notices: unknown }>()[0]?.notices
    expect(await noticed(['05/03/2026', '06/03/2026'])).toEqual([{ code: 'ambiguous_dates', count: 2, lines: [2, 3] }])
    expect(await noticed(['05/03/2026', '25/03/2026'])).toEqual([])
    expect(await noticed(['05/03/2026'], '--dates', 'day')).toEqual([])
    const american = write('american.csv', rows(['05/03/2026', '05/25/2026']))
    expect(await texts(american, asked('Date >= 01/05/2026'))).toEqual(['N0: oui', 'N1: oui'])
  })
})

describe('--where', () => {
  const people =
    'Nom;Tél;Classe;Solde\nA;677123410;CM2;500\nB;677123411;CM1;0\nC;677123412;CM2;12 000 FCFA\nD;12;CM2;1\nA;677123410;CM1;7\n'

  it('chooses rows, counts those left out apart, and reads them no further', async () => {
    const path = write('people.csv', people)
    const result = await inspect(path, '--where', 'Solde > 0', '--where', 'Classe = CM2')
    expect(result.json<Record<string, unknown>>()[0]).toMatchObject({
      filtered: 2,
      rows: 3,
      valid: 2,
      invalid: 1,
      duplicate: 0,
      where: [
        { condition: 'Solde > 0', yes: 4, no: 1 },
        { condition: 'Classe = CM2', yes: 3, no: 2 },
      ],
    })
    expect(await texts(path, '{{ Nom }}', '--where', 'Classe parmi CE1, CM1')).toEqual(['B', 'A'])
    expect(await texts(path, '{{ Nom }}', '--where', 'Solde > 1000')).toEqual(['C'])
    const sent = await cli.run([
      'send',
      '--account',
      'essai',
      '--csv',
      path,
      '--template',
      '{{ Nom }}',
      '--where',
      'Solde > 0',
      '--dry-run',
      '--json',
    ])
    expect(sent.json()[0]).toMatchObject({ recipients: 2, filtered: 1, excluded: { invalid: 1, duplicate: 1 } })
    const imported = await cli.run(['import', path, '--group', 'CM2', '--where', 'Classe = CM2', '--json'])
    expect(imported.json()[0]).toMatchObject({ filtered: 2, rows: 3, added: 2 })
    const group = await cli.run([
      'send',
      '--account',
      'essai',
      '--group',
      'CM2',
      '--template',
      '{{ Nom }}',
      '--where',
      'Solde > 1000',
      '--dry-run',
      '--json',
    ])
    expect(group.json()[0]).toMatchObject({ recipients: 1, filtered: 1 })
  })

  it.each([
    ['Solds > 0', 'where_column_unknown'],
    ['Solde >', 'where_syntax'],
    ['Solde > 1.250', 'where_syntax'],
  ])('%s is refused: %s', async (where, code) => {
    const result = await inspect(write('people.csv', people), '--where', where)
    expect(result.code).toBe(2)
    expect(result.json<{ error?: { code: string } }>()[0]?.error?.code).toBe(code)
  })

  it('counts days from today', async () => {
    const day = (shift: number): string => {
      const date = new Date(Date.now() + shift * 86_400_000)
      return `${date.getDate()}/${date.getMonth() + 1}/${date.getFullYear()}`
    }
    const path = write(
      'due.csv',
      `Nom;Tél;Échéance\nA;677123410;${day(1)}\nB;677123411;${day(20)}\nC;677123412;${day(-20)}\n`,
    )
    expect(await texts(path, '{{ Nom }}', '--dates', 'day', '--where', 'Échéance dans les 3 jours')).toEqual(['A'])
    expect(await texts(path, '{{ Nom }}', '--dates', 'day', '--where', "Échéance < aujourd'hui")).toEqual(['C'])
  })
})
