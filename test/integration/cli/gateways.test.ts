/** Balances, figures and archives at every gateway, and "not offered" said plainly where there is none. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { stageCli, type CliStage } from '../../helpers/cli-stage'

const open: CliStage[] = []
afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close()
})
async function stage(...options: Parameters<typeof stageCli>): Promise<CliStage> {
  const made = await stageCli(...options)
  open.push(made)
  return made
}
interface Balance {
  readonly account: string
  readonly balance: number | null
  readonly unit: string | null
  readonly figures: Readonly<Record<string, unknown>>
  readonly error: { readonly code: string; readonly message: string } | null
}
const today = new Date().toISOString().slice(0, 10)
const range = ['--from', new Date(Date.now() - 86_400_000).toISOString().slice(0, 10), '--to', today]

describe('griot balance', () => {
  it.each([
    ['kingsmspro', 'XOF'],
    ['devcodesms', 'sms'],
    ['smspresto', 'sms'],
  ] as const)('at %s tells balance and figures', async (id, unit) => {
    const { cli, gateway } = await stage(id, { balance: 4321 })
    const result = await cli.run(['balance', 'shop', '--json'])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const [balances = []] = result.json<Balance[]>()
    expect(balances).toHaveLength(1)
    expect(balances[0]).toMatchObject({ account: 'shop', gateway: id, balance: 4321, unit, error: null })
    expect(Object.keys(balances[0]?.figures ?? {}).length).toBeGreaterThan(0)
    expect(gateway.faults).toEqual([])
    expect((await cli.run(['balance'])).stdout).toContain(`shop (${id}): 4,321 ${unit.toUpperCase()}`)
    expect((await cli.run(['account', 'test', 'shop'])).code).toBe(0)
  })

  it('at lmtgroup says plainly that it is not offered, which is no failure', async () => {
    const { cli, gateway } = await stage('lmtgroup')
    const result = await cli.run(['balance', 'shop', '--json'])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.json<Balance[]>()[0]).toEqual([
      {
        account: 'shop',
        gateway: 'lmtgroup',
        balance: null,
        unit: null,
        figures: {},
        error: { code: 'not_offered', message: expect.stringMatching(/^Not offered by this gateway/) as string },
      },
    ])
    expect((await cli.run(['balance', 'shop', '--lang', 'fr'])).stdout).toContain(
      'cette passerelle ne le communique pas',
    )
    expect(await cli.run(['account', 'test', 'shop'])).toMatchObject({ code: 0, stderr: '' })
    expect(gateway.requests).toHaveLength(0)
  })

  it('with a refused key ends with 4, and the other accounts are told all the same', async () => {
    const { cli, gateway } = await stage('devcodesms')
    gateway.credentials = { apiKey: 'changed' }
    const result = await cli.run(['balance', '--json'])
    expect(result).toMatchObject({ code: 4, stderr: '' })
    const [balances = []] = result.json<Balance[]>()
    expect(balances.map(({ account, error }) => [account, error?.code ?? null])).toEqual(
      expect.arrayContaining([
        ['shop', 'auth'],
        ['Sandbox', null],
      ]),
    )
    const test = await cli.run(['account', 'test', 'shop'])
    expect(test).toMatchObject({ code: 4, stdout: '' })
    expect(test.stderr).toMatch(/^griot: The gateway refuses your credentials[^\n]+\n$/)
  })

  it('of a gateway that is not there ends with 6', async () => {
    const { cli, gateway } = await stage('kingsmspro')
    await gateway.close()
    const result = await cli.run(['balance', 'shop', '--json'])
    expect(result).toMatchObject({ code: 6 })
    expect(result.json<Balance[]>()[0]?.[0]).toMatchObject({ balance: null, error: { code: 'connection_refused' } })
  })
})

describe('griot archive', () => {
  it.each(['kingsmspro', 'smspresto'] as const)('of %s shows what was sent, and writes it as CSV', async (id) => {
    const { cli, send, gateway } = await stage(id).then((scene) => ({ ...scene, send: scene.send(60) }))
    expect((await cli.run(send)).code).toBe(0)
    const result = await cli.run(['archive', 'shop', ...range, '--json'])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const [rows = []] = result.json<{ phone: string; text: string; messageId: number | null }[]>()
    expect(rows.map(({ phone }) => phone).sort()).toEqual(gateway.log.map(({ phone }) => phone).sort())
    expect(rows.every(({ messageId }) => messageId !== null)).toBe(true)
    const out = join(cli.dataDir, 'archive.csv')
    const written = await cli.run(['archive', 'shop', ...range, '--out', out, '--json', '--lang', 'fr'])
    const [complete, why] = id === 'smspresto' ? [true, null] : [false, 'unchecked']
    expect(written.json()).toEqual([{ file: out, rows: 60, complete, why }])
    const bytes = readFileSync(out)
    // French Excel opens it by a double click: a byte order mark, semicolons, CRLF
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const lines = bytes.toString('utf8').trimEnd().split('\r\n')
    expect(lines).toHaveLength(61)
    expect(lines[0]).toContain(';')
    const digits = bytes.toString('utf8').replace(/[^\d\n]/g, '')
    expect(gateway.log.filter(({ phone }) => !digits.includes(phone.slice(1)))).toEqual([])
  })

  it.each(['devcodesms', 'lmtgroup'] as const)('of %s is not offered: 2', async (id) => {
    const { cli, gateway } = await stage(id)
    const result = await cli.run(['archive', 'shop', ...range, '--json'])
    expect(result.code).toBe(2)
    expect(result.json()).toEqual([
      { error: { code: 'not_offered', message: expect.stringMatching(/^Not offered by this gateway/) as string } },
    ])
    expect((await cli.run(['archive', 'shop', ...range, '--lang', 'fr'])).stderr).toMatch(/^griot: Cette passerelle ne/)
    expect(gateway.requests).toHaveLength(0)
  })
})

describe('credentials from the environment', () => {
  it.each(['kingsmspro', 'devcodesms', 'smspresto', 'lmtgroup'] as const)(
    'reach %s as they are, whatever characters they hold',
    async (id) => {
      const odd = 'a&b=c+d%20 é"\\{ñ}#?;'
      const names = {
        kingsmspro: ['apiKey', 'clientId'],
        devcodesms: ['apiKey'],
        smspresto: ['apiKey', 'password'],
        lmtgroup: ['apiKey', 'password'],
      }
      // headers carry no accents (RFC 9110); bodies carry everything
      const value = id === 'kingsmspro' ? odd.replace(/[^\x20-\x7e]/g, '') : odd
      const scene = await stage(id, {
        credentials: Object.fromEntries(names[id].map((name) => [name, `${value}${name}`])),
      })
      const result = await scene.cli.run(scene.send(3))
      expect(result.code).toBe(0)
      expect(scene.gateway.log).toHaveLength(3)
      expect(result.stdout + result.stderr).not.toContain('a&b')
    },
  )
})
