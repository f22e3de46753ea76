/** `--json`, `--data-dir` and `--lang` before, between and after the words of a command. */
import { afterAll, describe, expect, it } from 'vitest'
import { createCli } from '../../helpers/cli'

const cli = createCli()
afterAll(() => cli.remove())

describe('the general options', () => {
  const elsewhere = createCli()
  afterAll(() => elsewhere.remove())

  it.each<[string[]]>([
    [['--json', '--data-dir', '~', 'account', 'list']],
    [['account', '--json', 'list', '--data-dir=~']],
    [['account', 'list', '--data-dir', '~', '--json', '--lang', 'fr']],
    [['--lang', 'fr', 'account', '--data-dir', '~', 'list', '--json']],
  ])('are understood anywhere: %j', async (args) => {
    const result = await cli.run(args.map((word) => word.replace('~', elsewhere.dataDir)))
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.json<{ gateway: string }[]>()[0]).toHaveLength(1)
  })

  it('speak the language asked for, else the system’s', async () => {
    const says = async (args: readonly string[], environment: Readonly<Record<string, string>>): Promise<string> =>
      (await cli.run(['campaign', 'show', '999', ...args], { environment })).stderr
    expect(await says([], { LANG: 'fr_CM.UTF-8' })).toMatch(/^griot: Cette campagne/)
    expect(await says([], { LANG: 'en_GB.UTF-8' })).toMatch(/^griot: This campaign/)
    expect(await says([], { LANG: 'en_GB.UTF-8', LC_ALL: 'fr_FR.UTF-8' })).toMatch(/^griot: Cette campagne/)
    expect(await says(['--lang', 'en'], { LANG: 'fr_FR.UTF-8' })).toMatch(/^griot: This campaign/)
    expect(await says(['--lang=fr'], {})).toMatch(/^griot: Cette campagne/)
  })
})
