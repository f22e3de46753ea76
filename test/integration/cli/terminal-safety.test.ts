/** What files, gateways and arguments hold never steers the terminal, and never reaches the log as a secret. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withoutInvisibleMarks } from '@shared/domain/invisible-marks'
import { createFileLog } from '../../../electron/cli/log'
import type { CliResult } from '../../helpers/cli'
import { stageCli, until, type CliStage } from '../../helpers/cli-stage'

// eslint-disable-next-line no-control-regex -- these are what it is about
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/
const evil = 'Awa \u001b[2J Koné \u009b31m'

let stage: CliStage
let file: string
beforeAll(async () => {
  stage = await stageCli('kingsmspro')
  file = join(stage.cli.dataDir, 'evil.csv')
  writeFileSync(file, `Nom;Tel;${evil}\n${evil};677123456;${evil}\n${evil};12;x\n"Deux\r\nlignes";699001122;y\n`)
})
afterAll(() => stage.close())

async function run(...args: readonly string[]): Promise<CliResult> {
  const result = await stage.cli.run(args)
  expect({ args, output: result.stdout + result.stderr }).toEqual({
    args,
    output: expect.not.stringMatching(controls) as string,
  })
  return result
}

describe('control characters of others', () => {
  it('do not reach the terminal, whichever command prints them', { timeout: 120_000 }, async () => {
    await run('inspect', file)
    await run('import', file, '--group', evil, '--country', 'CM')
    const listed = await run('contacts', 'list')
    // a name has no controls, wherever it comes from
    expect(listed.stdout).toContain('[2J')
    expect(listed.stdout).toContain('Deux')
    expect(listed.stdout.split('\n')).toHaveLength(4)
    await run('contacts', 'list', '--group', evil)
    await run('preview', '--csv', file, '--country', 'CM', '--template', `{{ Nom }} ${evil}`)
    await run('optout', 'add', '699001122', '--country', 'CM', '--reason', evil)
    await run('optout', 'list')
    const sent = await run(
      ...['send', '--account', 'shop', '--group', evil, '--template', `{{ nom }} ${evil}`, '--yes', '--name', evil],
    )
    expect(sent.code).toBe(0)
    for (const args of [
      ['campaign', 'list'],
      ['campaign', 'show', '1'],
      ['history'],
      ['archive', 'shop', '--from', '2020-01-01', '--to', '2030-01-01'],
    ])
      await run(...args)
    // what was typed comes back in the complaint
    for (const args of [
      [evil],
      ['balance', evil],
      ['send', `--${evil}`],
      ['inspect', evil],
      ['campaign', 'show', evil],
      ['history', '--status', evil],
    ])
      expect((await run(...args)).code).toBe(2)
  })

  it('leave JSON what it says', async () => {
    const contacts = (await run('contacts', 'list', '--json')).json<{ name: string }[]>()[0]
    expect(contacts?.map(({ name }) => name)).toContain(withoutInvisibleMarks(evil))
  })
})

describe('griot receipts listen', () => {
  it.each([
    ['0.0.0.0', true],
    ['127.0.0.1', false],
  ])('at %s: warns is %s', async (host, warns) => {
    const { process: child, ended } = stage.cli.start(['receipts', 'listen', '--host', host, '--port', '0', '--json'])
    let out = ''
    child.stdout.on('data', (text: string) => (out += text))
    await until(() => out.includes('listening'))
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(code).toBe(0)
    expect(stderr.includes('other machines')).toBe(warns)
  })
})

describe('the log of the command line', () => {
  it('keeps no secret, no text of a message, no whole number', () => {
    const log = createFileLog(stage.cli.dataDir, () => 0)
    log.error('command failed', {
      error: new Error('GET https://api.example/send?key=s3cret&to=237677123456 failed'),
      credentials: { apiKey: 'abc123' },
      text: 'Bonjour Awa',
      phone: '+237 6 77 12 34 56',
    })
    const line = readFileSync(join(stage.cli.dataDir, 'logs/command-line.log'), 'utf8')
    for (const secret of ['s3cret', 'abc123', 'Bonjour', '237677123456', '12 34 56']) expect(line).not.toContain(secret)
    expect(line).toContain('https://api.example/send')
  })
})

describe('griot send', () => {
  it('takes several files and several groups, and each number once', async () => {
    const other = join(stage.cli.dataDir, 'other.csv')
    writeFileSync(other, 'Nom;Tel\nZoé;690000001\nAnna;677123456\n')
    await stage.cli.run(['import', other, '--group', 'Autres', '--country', 'CM'])
    const base = ['send', '--account', 'shop', '--template', 'Bonsoir', '--dry-run', '--json']
    const files = await stage.cli.run([...base, '--csv', file, '--csv', other, '--csv', other])
    expect(files.json()[0]).toMatchObject({ recipients: 2, excluded: { invalid: 1, optedOut: 1 } })
    const groups = await stage.cli.run([...base, '--group', evil, '--group', 'Autres'])
    expect(groups.json()[0]).toMatchObject({ recipients: 2 })
  })

  it.each([
    [['--template', 'Encore'], '--template'],
    [['--map', 'phone=Nom', '--map', 'phone=Tel'], '--map'],
    [['--lang', 'en', '--lang', 'fr'], '--lang'],
  ])('refuses %j beside what was said before', async (more, named) => {
    const result = await stage.cli.run([
      'send',
      '--account',
      'shop',
      '--template',
      'x',
      '--csv',
      file,
      '--yes',
      ...more,
    ])
    expect(result.code).toBe(2)
    expect(result.stderr).toContain(named)
  })
})
