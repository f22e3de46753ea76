/** Who of a file gets a message: phone cells as people write them, and several rows with one number. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { createCli } from '../../helpers/cli'

const cli = createCli()
afterAll(() => cli.remove())
const entrance = (name: string): string => fileURLToPath(new URL(`../../fixtures/entrance/${name}`, import.meta.url))
const write = (name: string, text: string): string => {
  writeFileSync(join(cli.dataDir, name), text)
  return join(cli.dataDir, name)
}

interface Inspected {
  readonly rows: number
  readonly valid: number
  readonly invalid: number
  readonly duplicate: number
  readonly migratable: number
  readonly problems: readonly { line: number; reason: string; readings?: readonly string[]; suggestion?: string }[]
}
async function inspect(path: string, country: string, ...more: readonly string[]): Promise<Inspected> {
  const result = await cli.run(['inspect', path, '--country', country, '--json', ...more])
  expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' })
  const [document] = result.json<Inspected>()
  if (document === undefined) throw new Error('no document')
  expect(document.rows).toBe(document.valid + document.invalid + document.duplicate)
  return document
}
async function planned(path: string, country: string, ...more: readonly string[]): Promise<Record<string, unknown>> {
  const args = ['--account', 'sandbox', '--csv', path, '--country', country, '--dry-run', '--json']
  const result = await cli.run(['send', ...args, ...more])
  expect({ code: result.code, stderr: result.stderr.replace(/^[^\n]*(?:essai|dry|Dry)[^\n]*\n/m, '') }).toMatchObject({
    code: 0,
  })
  return result.json<Record<string, unknown>>()[0] ?? {}
}
const text = ['--template', 'Bonjour'] as const

describe('phone cells', () => {
  it('two numbers in a cell are refused with both, list marks and labels are read', async () => {
    const { valid, problems } = await inspect(entrance('p-ci-slash.csv'), 'CI')
    expect(valid).toBe(0)
    expect(problems.find(({ line }) => line === 2)).toMatchObject({
      reason: 'several_numbers',
      readings: ['+2250707071236', '+2250707071237'],
    })
    const after = await inspect(entrance('p-ci-slash.csv'), 'CI', '--migrate')
    // lines with one number: 6, 7, 8, 9, 10 and 12; the others hold two
    expect(after.problems.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '2 several_numbers',
      '3 several_numbers',
      '4 several_numbers',
      '5 several_numbers',
      '11 several_numbers',
      '13 several_numbers',
      '14 several_numbers',
    ])
  })

  it('labels, remarks and the prefix of lead lists are read', async () => {
    expect(await inspect(entrance('p-label.csv'), 'CM')).toMatchObject({ rows: 15, valid: 15 })
    expect(await inspect(entrance('f-fblead.csv'), 'CM')).toMatchObject({ rows: 2, valid: 2 })
  })

  it('the zero that a spreadsheet dropped is repaired in Congo too', async () => {
    expect(await inspect(entrance('x-congo.xlsx'), 'CG')).toMatchObject({ valid: 2, migratable: 3 })
    expect(await inspect(entrance('x-congo.xlsx'), 'CG', '--migrate')).toMatchObject({ rows: 5, valid: 5 })
  })

  it('inspect and send count the same, with and without migration', async () => {
    const path = entrance('plan-BJ.csv')
    for (const more of [[], ['--migrate']]) {
      const { valid, invalid, duplicate } = await inspect(path, 'BJ', ...more)
      expect(await planned(path, 'BJ', ...text, ...more)).toMatchObject({
        recipients: valid,
        excluded: { invalid, duplicate },
      })
    }
    expect(await inspect(path, 'BJ')).toMatchObject({ rows: 10, valid: 2 })
    expect(await inspect(path, 'BJ', '--migrate')).toMatchObject({ rows: 10, valid: 7 })
  })
})

describe('siblings at one parent', () => {
  const table = 'Prénom;Parent;Solde\nAwa;677123401;12 500\nMoussa;677123401;8 000\nBintou;677123402;500\n'
  const template = ['--template', '{{ Prénom }} : {{ Solde }}'] as const

  it.each([
    ['first', { recipients: 2, excluded: { duplicate: 1 } }],
    ['join', { recipients: 2, joined: 1, excluded: { duplicate: 0 } }],
    ['each', { recipients: 3, excluded: { duplicate: 0 } }],
  ])('--same-number %s', async (choice, right) => {
    const path = write(`siblings-${choice}.csv`, table)
    expect(await planned(path, 'CM', ...template, '--same-number', choice)).toMatchObject(right)
  })

  it('one message with both children and the sum', async () => {
    const args = ['preview', '--csv', write('join.csv', table), '--country', 'CM', ...template, '--json']
    const previewed = await cli.run([...args, '--same-number', 'join'])
    expect(previewed.code).toBe(0)
    expect(
      previewed
        .json<{ text: string }>()
        .flat()
        .map((each) => each.text),
    ).toEqual(['Awa et Moussa : 20 500', 'Bintou : 500'])
  })

  it('refuses another choice', async () => {
    const args = ['--csv', write('no.csv', table), '--template', 'x', '--same-number', 'all']
    expect(await cli.run(['preview', ...args])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--same-number') as string,
    })
  })
})

describe('a second column of numbers', () => {
  it('is not taken for the first because it is fuller', async () => {
    const path = write(
      'deux-parents.csv',
      'Nom;Tél père;Tél mère\nAwa;677123410;699123410\nBintou;;699123411\nChérif;677123412;\nDjibril;;699123413\n',
    )
    const { valid, problems } = await inspect(path, 'CM', '--second-phone', 'Tél mère')
    expect({ valid, problems }).toEqual({ valid: 4, problems: [] })
    expect(await planned(path, 'CM', ...text, '--second-phone', 'Tél mère')).toMatchObject({ recipients: 4 })
  })
})

describe('a message in the marks of another program', () => {
  it.each(['{Nom}', '[Nom]', '«Nom»'])('%s is warned about', async (placeholder) => {
    const path = write('marques.csv', 'Nom;Téléphone\nAwa;677123410\n')
    const plan = await planned(path, 'CM', '--template', `Bonjour ${placeholder}`)
    expect(plan.warnings).toContainEqual(expect.objectContaining({ code: 'foreign_placeholder' }))
  })
})
