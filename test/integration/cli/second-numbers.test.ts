/** Several numbers for one row, and rows with one number, on the command line: inspect, preview, send and import alike. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createCli } from '../../helpers/cli'

const cli = createCli()
afterAll(() => cli.remove())
const write = (name: string, text: string): string => {
  writeFileSync(join(cli.dataDir, name), text)
  return join(cli.dataDir, name)
}
const parents = write(
  'parents.csv',
  'Élève;Père;Mère\nAwa;677123401;699123401\nBintou;néant;699123402\nAli;677123403 / 699123403;\nEve;12;\n',
)
const siblings = write(
  'fratrie.csv',
  'Élève;Père;Solde\nAwa;677123401;12 500\nZoé;677123402;5\nMoussa;677123401;environ 8 000\n',
)
const country = ['--country', 'CM'] as const
const secondPhone = ['--map', 'phone=Père', '--second-phone', 'Mère'] as const

async function documents(...args: readonly string[]): Promise<Record<string, unknown>[]> {
  const result = await cli.run([...args, ...country, '--json'])
  expect(result).toMatchObject({ code: 0 })
  return result.json<Record<string, unknown>>().flat()
}

describe.each([
  [[], { rows: 4, valid: 1, invalid: 3 }],
  [secondPhone, { rows: 4, valid: 3, invalid: 1, secondNumbers: { used: 1, added: 0 } }],
  [[...secondPhone, '--numbers', 'first'], { rows: 4, valid: 3, invalid: 1, secondNumbers: { used: 1 } }],
  [[...secondPhone, '--numbers', 'all'], { rows: 7, valid: 5, invalid: 2, secondNumbers: { used: 0, added: 3 } }],
  // without a column: the numbers of one cell
  [['--map', 'phone=Père', '--numbers', 'all'], { rows: 5, valid: 3, invalid: 2, secondNumbers: { added: 1 } }],
] as const)('%j', (options, right) => {
  it('inspect counts what send bills, preview shows and import takes', async () => {
    const chosen = options.length === 0 ? (['--map', 'phone=Père'] as const) : options
    const [inspected] = await documents('inspect', parents, ...chosen)
    expect(inspected).toMatchObject(right)
    const text = ['--template', '{{ Élève }}'] as const
    const [planned] = await documents('send', '--account', 'sandbox', '--csv', parents, ...text, ...chosen, '--dry-run')
    expect(planned).toMatchObject({ recipients: right.valid, excluded: { invalid: right.invalid } })
    expect(await documents('preview', '--csv', parents, ...text, ...chosen)).toHaveLength(right.valid)
    const [imported] = await documents('import', parents, ...chosen)
    expect(imported).toMatchObject(right)
  })
})

describe('rows with one number', () => {
  const preview = (...more: readonly string[]): Promise<Record<string, unknown>[]> =>
    documents('preview', '--csv', siblings, '--template', '{{ Élève }}', ...more)
  const textsOf = async (...more: readonly string[]): Promise<unknown[]> =>
    (await preview(...more)).map(({ text }) => text)

  it('preview --row shows the message that goes out for this row, also where it is an earlier one’s', async () => {
    expect(await textsOf('--same-number', 'join', '--row', '3')).toEqual(['Awa et Moussa'])
    expect(await textsOf('--same-number', 'join', '--row', '1')).toEqual(['Awa et Moussa'])
    expect(await textsOf('--same-number', 'join', '--row', '2')).toEqual(['Zoé'])
    expect(await textsOf('--same-number', 'each', '--row', '3')).toEqual(['Moussa'])
    expect(await textsOf('--same-number', 'first', '--row', '3')).toEqual([])
  })

  it('preview --row shows all messages of a row with several numbers', async () => {
    const rows = await documents(
      'preview',
      '--csv',
      parents,
      '--template',
      'x',
      ...secondPhone,
      '--numbers',
      'all',
      '--row',
      '3',
    )
    expect(rows.map(({ to, row }) => [row, to])).toEqual([
      [3, '+237677123403'],
      [3, '+237699123403'],
    ])
  })

  it.each([
    ['first', { recipients: 2, joined: 0, duplicate: 1 }],
    ['join', { recipients: 2, joined: 1, duplicate: 0 }],
    ['each', { recipients: 3, joined: 0, duplicate: 0 }],
  ] as const)('inspect --same-number %s says what they get', async (choice, right) => {
    const [inspected] = await documents('inspect', siblings, '--same-number', choice)
    expect(inspected).toMatchObject({ rows: 3, valid: 2, duplicate: 1, sameNumber: { choice, ...right } })
  })

  it('inspect refuses another choice; an import says where the choice belongs, and takes nothing', async () => {
    expect(await cli.run(['inspect', siblings, '--same-number', 'all'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('first') as string,
    })
    for (const command of [['import'], ['optout', 'import']]) {
      const refused = await cli.run([...command, siblings, ...country, '--same-number', 'join', '--lang', 'fr'])
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('send') as string })
    }
  })

  it('send names the amounts that cannot be added up, with their list', async () => {
    const other = write('cm2.csv', 'Élève;Père;Solde\nFanta;677123402;dix\n')
    const args = ['--account', 'sandbox', '--csv', siblings, '--csv', other, '--template', '{{ Solde }}', '--dry-run']
    const [planned] = await documents('send', ...args, '--same-number', 'join')
    expect(planned).toMatchObject({
      recipients: 2,
      joined: 2,
      joinedMessages: 2,
      unsummed: { count: 2, lines: [4, 2], values: ['environ 8 000', 'dix'], sources: ['fratrie.csv', 'cm2.csv'] },
    })
    const shown = await cli.run(['send', ...args, ...country, '--same-number', 'join', '--lang', 'fr'])
    expect(shown.stdout).toContain('ligne 2 de cm2.csv «\u202fdix\u202f»')
    const [alone] = await documents(
      'send',
      '--account',
      'sandbox',
      '--csv',
      siblings,
      '--template',
      '{{ Solde }}',
      '--same-number',
      'join',
      '--dry-run',
    )
    expect(alone).toMatchObject({ unsummed: { count: 1, lines: [4], values: ['environ 8 000'] } })
    expect(alone?.unsummed).not.toHaveProperty('sources')
  })
})
