/** What people and scripts write wrongly: exit code 2, one line that says what and where, nothing sent, nothing left behind. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCli, type CliResult } from '../../helpers/cli'

const cli = createCli()
const file = (name: string): string => join(cli.dataDir, name)
beforeAll(() => {
  writeFileSync(file('people.csv'), 'Nom;Tel\nAnna;677123456\nBob;699001122\n')
  mkdirSync(file('folder'))
})
afterAll(() => cli.remove())

const people = ['--csv', '~/people.csv'] as const

function expectMistake(result: CliResult, says: RegExp): void {
  expect(result).toMatchObject({ code: 2, stdout: '' })
  expect(result.stderr).toMatch(/^griot: [^\n]+\n$/)
  expect(result.stderr).toMatch(says)
}

describe.concurrent('a command written wrongly', () => {
  it.each<[string[], RegExp]>([
    [['frobnicate'], /no command frobnicate/],
    [['inspet', 'x.csv'], /did you mean inspect\?/],
    [['campaign', 'shw', '1'], /did you mean show\?/],
    [['send', '--account', 'x', '--tempate', 'y'], /no option --tempate \(did you mean --template\?\)/],
    [['send', '--template', 'x'], /option --account <NAME> is missing/],
    ...[
      '--map phone=Tel',
      '--sheet A',
      '--header-row 2',
      '--include-hidden',
      '--decimal comma',
      '--where Nom=Anna',
    ].map((option): [string[], RegExp] => [
      ['send', '--account', 'sandbox', '--to', '677123456', '--template', 'x', '--yes', ...option.split(' ')],
      /--(map|sheet|header-row|include-hidden|decimal|where) goes only with --csv/,
    ]),
    ...['', ' '].map((sender): [string[], RegExp] => [
      ['send', '--account', 'sandbox', '--to', '677123456', '--template', 'x', '--yes', '--sender', sender],
      /The sender is missing/,
    ]),
    [['inspect'], /argument FILE is missing/],
    [['inspect', 'a.csv', 'b.csv'], /too many words/],
    [['account', 'add', 'shop'], /--gateway <ID> is missing/],
    [['account', 'add', '', '--gateway', 'sandbox'], /account name/],
    [['account', 'add', 'a/b', '--gateway', 'sandbox'], /account name will not do: “a\/b”/],
    [['account', 'add', 'shop', '--gateway', 'nobody'], /Unknown gateway: “nobody”/],
    [
      ['account', 'add', 'shop', '--gateway', 'kingsmspro', '--base-url', 'nonsense', '--no-keychain'],
      /address is not valid/,
    ],
    [
      ['account', 'add', 'shop', '--gateway', 'kingsmspro', '--base-url', 'http://example.com', '--no-keychain'],
      /not safe/,
    ],
    [
      ['account', 'add', 'shop', '--gateway', 'kingsmspro', '--country', 'Cameroun', '--no-keychain'],
      /Unknown country: Cameroun/,
    ],
    // a country that there is not, and what is no country's code
    ...['ZZ', 'EU', 'UK'].map((country): [string[], RegExp] => [
      ['account', 'add', 'shop', '--gateway', 'kingsmspro', '--country', country, '--no-keychain'],
      new RegExp(`Unknown country: ${country}`),
    ]),
    // 1500 to some and 1.5 to others
    ...['1,500', '1.500', '12,500'].map((price): [string[], RegExp] => [
      ['account', 'add', 'shop', '--gateway', 'kingsmspro', '--price', price, '--no-keychain'],
      /price is not valid: 12?[.,]500/,
    ]),
    [
      ['account', 'add', 'shop', '--gateway', 'kingsmspro', '--currency', 'francs', '--no-keychain'],
      /currency is not written/,
    ],
    [
      ['account', 'add', 'shop', '--gateway', 'kingsmspro', '--price', 'cher', '--no-keychain'],
      /price is not valid: cher/,
    ],
    [
      ['account', 'add', 'shop', '--gateway', 'kingsmspro', '--price', '-15', '--no-keychain'],
      /price is not valid: -15/,
    ],
    [
      ['account', 'add', 'shop', '--gateway', 'kingsmspro', '--max-rate', '0', '--no-keychain'],
      /--max-rate takes a number above zero/,
    ],
    [
      ['account', 'add', 'shop', '--gateway', 'kingsmspro', '--max-rate', '5000', '--no-keychain'],
      /max-rate is too big: 1,000 at most/,
    ],
    [
      ['account', 'add', 'shop', '--gateway', 'kingsmspro', '--sender', 'BOUTIQUE-DE-DOUALA', '--no-keychain'],
      /sender “BOUTIQUE-DE-DOUALA”.*11 characters/,
    ],
    [['account', 'add', 'shop', '--gateway', 'kingsmspro'], /--secrets-stdin or --no-keychain/],
    [['account', 'test', 'nobody'], /account does not exist: “nobody”/],
    [['account', 'remove', 'nobody'], /account does not exist: “nobody”/],
    [['balance', 'nobody'], /account does not exist: “nobody”/],
    [['archive', 'sandbox', '--from', '2026-02-30', '--to', '2026-03-01'], /date is not valid: 2026-02-30/],
    [['archive', 'sandbox', '--from', '2026-03-02', '--to', '2026-03-01'], /date is not valid/],
    [['archive', 'sandbox', '--from', '01/03/2026', '--to', '2026-03-01'], /date is not valid: 01\/03\/2026/],
    [['history', '--from', 'hier'], /date is not valid: hier/],
    [['history', '--from', '2026-03-02', '--to', '2026-03-01'], /date is not valid/],
    [['history', '--status', 'envoyé'], /unknown status “envoyé”; known: pending/],
    [['history', '--limit', '0'], /--limit takes a number above zero, not “0”/],
    [['history', '--limit', '-5'], /--limit takes a number above zero, not “-5”/],
    [['history', '--limit', '1.5'], /--limit/],
    [['history', '--limit', 'Infinity'], /--limit/],
    [['history', '--limit', '9'.repeat(400)], /--limit/],
    [['campaign', 'show', '1'], /campaign does not exist: 1/],
    [['campaign', 'show', '0'], /campaign does not exist: 0/],
    [['campaign', 'show', '-1'], /no option -1|campaign does not exist/],
    [['campaign', 'show', 'abc'], /campaign does not exist: abc/],
    [['campaign', 'show', '9'.repeat(40)], /campaign does not exist/],
    [['campaign', 'resume', '7'], /campaign does not exist: 7/],
    [['campaign', 'pause', '7'], /campaign does not exist: 7/],
    [['campaign', 'export', '7'], /--out <FILE> is missing/],
    [['resolve', '1'], /--from-gateway, --mark-sent or --send-again/],
    [['resolve', '1', '--mark-sent', '--send-again'], /--from-gateway, --mark-sent or --send-again/],
    [['receipts', 'listen', '--port', '70000'], /port from 0 to 65535, not “70000”/],
    [['receipts', 'listen', '--port', 'abc'], /port from 0 to 65535/],
    [['contacts', 'list', '--group', 'Personne'], /group does not exist: “Personne”/],
    [['contacts', 'remove', '677123456'], /no such contact: 677123456/],
    [['optout', 'add', 'douze'], /number is not valid: “douze”/],
    [['optout', 'add', '677123456', '--country', 'ZZ'], /Unknown country: ZZ/],
    [['restore', '/nowhere/backup.sqlite'], /not a valid Griot backup/],
    [['--lang', 'de', 'gateways'], /--lang takes fr or en, not “de”/],
    [['gateways', '--lang'], /something is missing after --lang/],
  ])('%j', async (args, says) => {
    expectMistake(await cli.run(args), says)
  })

  it('leaves the database as it was', async () => {
    expect((await cli.run(['campaign', 'list', '--json'])).json()).toEqual([[]])
    expect((await cli.run(['account', 'list', '--json'])).json<{ account: string }[]>()[0]).toHaveLength(1)
  })
})

describe('griot send', () => {
  it.concurrent.each<[string[], RegExp]>([
    [['--template', 'x'], /--csv FILE, --group NAME or --to NUMBER/],
    [[...people], /--template TEXT or --template-file FILE/],
    [[...people, '--template', 'x', '--template-file', 'y'], /not both/],
    [[...people, '--template', ''], /message is empty/],
    [[...people, '--template', '   '], /message is empty/],
    [[...people, '--template', 'Bonjour {{ Prenom }}'], /No column is called “Prenom”/],
    [[...people, '--template', 'Bonjour {{ Nmo }}'], /Did you mean “Nom”/],
    [[...people, '--template', 'Bonjour {{ Nom '], /line 1, column 9/],
    [[...people, '--template', 'Bonjour {{ Nom | crier }}'], /no filter “crier”/],

    [[...people, '--template', 'x', '--country', 'Cameroun'], /Unknown country: Cameroun/],
    [[...people, '--template', 'x', '--map', 'phone'], /bad mapping “phone”/],
    [[...people, '--template', 'x', '--map', 'tel=Tel'], /bad mapping “tel=Tel”/],
    [[...people, '--template', 'x', '--map', 'phone='], /bad mapping “phone=”/],
    [
      [...people, '--template', 'x', '--map', 'phone=Portable'],
      /No column is called “Portable” in “people.csv”. Columns found: Nom, Tel/,
    ],
    [[...people, '--template', 'x', '--map', 'phone=3'], /No column is called “3”/],
    [[...people, '--template', 'x', '--rate', '-1'], /--rate takes a number above zero, not “-1”/],
    [[...people, '--template', 'x', '--rate', '1001'], /rate is too big: 1,000 at most/],
    [[...people, '--template', 'x', '--concurrency', '1.5'], /--concurrency/],
    [[...people, '--template', 'x', '--concurrency', '65'], /concurrency is too big: 64 at most/],
    [[...people, '--template', 'x', '--at', 'demain'], /date is not valid: demain/],
    [[...people, '--template', 'x', '--at', '2020-01-01T09:00'], /already passed: 2020-01-01T09:00/],
    [[...people, '--template', 'x', '--at', '2027-02-29T09:00'], /date is not valid: 2027-02-29/],
    [[...people, '--template', 'x', '--delimiter', '#'], /--delimiter takes/],
    [[...people, '--template', 'x', '--encoding', 'ebcdic'], /encoding is unknown: ebcdic/],
    [['--csv', '', '--template', 'x'], /not found/],
    [['--csv', '~/nothing.csv', '--template', 'x'], /“nothing.csv” was not found/],
    [['--csv', '~/folder', '--template', 'x'], /folder/],
    [['--group', 'Personne', '--template', 'x'], /group does not exist: “Personne”/],
    [[...people, '--template-file', '~/nothing.txt'], /“nothing.txt” was not found/],
    [[...people, '--template-file', '~/folder'], /is a folder/],
    [['--account', 'nobody', '--to', '677123456', '--template', 'x'], /account does not exist: “nobody”/],
  ])('%j', async (args, says) => {
    const account = args.includes('--account') ? [] : ['--account', 'sandbox']
    const written = args.map((word) => word.replace(/^~\//, `${cli.dataDir}/`))
    expectMistake(await cli.run(['send', '--yes', ...account, ...written]), says)
  })

  it('with nobody but bad numbers says so after the bill', async () => {
    const result = await cli.run(['send', '--account', 'sandbox', '--to', '12', 'abc', '--template', 'x', '--json'])
    expect(result.code).toBe(2)
    const [planned, failure] = result.json<Record<string, unknown>>()
    expect(planned).toMatchObject({ event: 'planned', recipients: 0, excluded: { invalid: 2 } })
    expect(failure).toMatchObject({ error: { code: 'no_recipients' } })
  })

  it('with a text of too many segments names the first line that has one', async () => {
    const text = ['--template', 'x'.repeat(5000), '--json']
    const result = await cli.run(['send', '--account', 'sandbox', '--yes', '--csv', file('people.csv'), ...text])
    expect(result.code).toBe(2)
    expect(result.json()[1]).toMatchObject({ error: { code: 'message_too_long' } })
    expect(result.stderr).toMatch(/line 2 takes \d+ SMS, 10 at most/)
  })

  it('without a terminal asks for --yes after the bill, and sends nothing', async () => {
    const result = await cli.run([
      'send',
      '--account',
      'sandbox',
      '--csv',
      file('people.csv'),
      '--template',
      'x',
      '--json',
    ])
    expect(result.code).toBe(2)
    expect(result.json<Record<string, unknown>>()).toMatchObject([
      { event: 'planned', recipients: 2 },
      { error: { code: 'usage' } },
    ])
    expect(result.stderr).toMatch(/add --yes/)
  })

  it('leaves no draft, no campaign and no message behind', async () => {
    expect((await cli.run(['campaign', 'list', '--json'])).json()).toEqual([[]])
    expect((await cli.run(['history', '--json'])).json()).toEqual([[]])
  })
})

describe('with --json', () => {
  it.each([
    [['campaign', 'show', '1', '--json']],
    [['--json', 'frobnicate']],
    [['--json', 'account']],
    [['inspect', '--json']],
  ])('%j also ends with one error object', async (args) => {
    const result = await cli.run(args)
    expect(result.code).toBe(2)
    const documents = result.json<{ error: { code: string; message: string } }>()
    expect(documents).toHaveLength(1)
    expect(documents[0]).toEqual({
      error: { code: expect.any(String) as string, message: expect.any(String) as string },
    })
    expect(result.stderr).toBe(`griot: ${documents[0]?.error.message}\n`)
  })
})
