import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { secretVariable } from '@shared/domain/account'
import { createCli, type Cli } from '../../helpers/cli'
import type { FakeGateway } from '../../helpers/gateways/fake-gateway'
import { startFakeGateway } from '../../helpers/gateways/start'
import { makeExport } from '../../helpers/make-export'

const template =
  'Bonjour {{ Prénom | default: "cher client" }}, vous devez {{ Montant dû (€) }} avant le {{ Échéance }}. Merci.'

interface Previewed {
  readonly to: string
  readonly text: string
  readonly segments: number
  readonly missing: readonly string[]
}
interface Summary {
  readonly event: string
  readonly campaign: number
  readonly accepted: number
  readonly pending: number
  readonly recipients: number
  readonly segments: number
  readonly excluded: Readonly<Record<string, number>>
}

const started: { close(): Promise<void> | void }[] = []
afterEach(async () => {
  for (const one of started.splice(0)) await one.close()
})

async function stage(
  id: FakeGateway['id'],
  options: Parameters<typeof startFakeGateway>[1] = {},
): Promise<{ cli: Cli; gateway: FakeGateway }> {
  const gateway = await startFakeGateway(id, { balance: 1_000_000, ...options })
  started.push(gateway)
  const environment = Object.fromEntries(
    Object.entries(gateway.credentials).map(([field, value]) => [secretVariable('shop', field), value]),
  )
  const cli = createCli({ environment })
  started.push({ close: () => cli.remove() })
  const added = await cli.run([
    'account',
    'add',
    'shop',
    '--gateway',
    id,
    '--base-url',
    gateway.url,
    '--sender',
    'BOUTIQUE',
    '--country',
    'CM',
    '--price',
    '15',
    '--no-keychain',
  ])
  expect(added).toMatchObject({ code: 0, stderr: '' })
  return { cli, gateway }
}

const isSending = ({ path, body }: { readonly path: string; readonly body: string }): boolean =>
  /Send_sms_dev|sms\/send|\/push$|sendsms/.test(`${body} ${path}`)

const sentPairs = (gateway: FakeGateway): string[] => gateway.log.map(({ phone, text }) => `${phone} ${text}`).sort()

describe.each(['kingsmspro', 'devcodesms', 'smspresto', 'lmtgroup'] as const)(
  'a 10,000-row French Excel export through griot send at %s',
  (id) => {
    it('reaches the gateway number by number and text by text as preview showed it', async () => {
      const { cli, gateway } = await stage(id)
      const file = join(cli.dataDir, 'clients.csv')
      const made = await makeExport(file, { rows: 10_000 })

      const [inspected] = (await cli.run(['inspect', file, '--json'])).json<Record<string, unknown>>()
      expect(inspected).toMatchObject({
        encoding: 'windows-1252',
        delimiter: ';',
        header: true,
        mapping: { phone: 'N° Tél' },
        rows: made.rows,
        valid: made.valid,
        invalid: made.invalid,
        duplicate: made.duplicate,
      })

      const [previewed = []] = (await cli.run(['preview', '--csv', file, '--template', template, '--json'])).json<
        Previewed[]
      >()
      expect(previewed).toHaveLength(made.valid)
      const expected = previewed.filter(({ missing }) => missing.length === 0)

      const sent = await cli.run([
        'send',
        '--account',
        'shop',
        '--csv',
        file,
        '--template',
        template,
        '--yes',
        '--json',
        // as many requests at a time as a person in a hurry would ask for: half the time of the default
        '--concurrency',
        '32',
      ])
      const events = sent.json<Summary>()
      const planned = events[0]
      const last = events.at(-1)
      expect(planned).toMatchObject({
        event: 'planned',
        recipients: expected.length,
        excluded: { invalid: made.invalid, duplicate: made.duplicate },
      })
      expect(
        (planned?.recipients ?? 0) + Object.values(planned?.excluded ?? {}).reduce((sum, count) => sum + count, 0),
      ).toBe(made.rows)
      expect(planned?.segments).toBe(expected.reduce((sum, { segments }) => sum + segments, 0))
      expect(last).toMatchObject({
        event: 'finished',
        accepted: expected.length,
        rejected: 0,
        failed: 0,
        unknown: 0,
        pending: 0,
      })
      expect(sent.code).toBe(0)

      expect(sentPairs(gateway)).toEqual(expected.map(({ to, text }) => `${to} ${text}`).sort())

      const [history = []] = (await cli.run(['history', '--limit', '20000', '--json'])).json<
        { to: string; text: string; status: string }[]
      >()
      expect(history.map(({ to, text }) => `${to} ${text}`).sort()).toEqual(sentPairs(gateway))
      const [shown] = (await cli.run(['campaign', 'show', String(last?.campaign), '--json'])).json<{
        counts: Record<string, number>
      }>()
      expect(Object.values(shown?.counts ?? {}).reduce((sum, count) => sum + count, 0)).toBe(expected.length)
    })
  },
)

describe.each(['kingsmspro', 'devcodesms', 'smspresto', 'lmtgroup'] as const)('trouble at %s', (id) => {
  const to = [
    '--to',
    '677123456',
    '677123457',
    '699001122',
    '699001123',
    '699001124',
    '699001125',
    '699001126',
    '699001127',
  ]
  const send = ['send', '--account', 'shop', ...to, '--template', 'Bonjour', '--yes', '--json', '--concurrency', '1']

  it('ends a wrong key with 4, everything pending, and goes on with the right one', async () => {
    const { cli, gateway } = await stage(id)
    const [field = ''] = Object.keys(gateway.credentials)
    const refused = await cli.run(send, { environment: { [secretVariable('shop', field)]: 'wrong' } })
    expect(refused.code).toBe(4)
    expect(refused.json<Summary>().at(-1)).toMatchObject({ event: 'paused', accepted: 0, pending: 8 })
    expect(refused.stderr).toMatch(/^griot: The gateway refuses your credentials/)
    const resumed = await cli.run(['campaign', 'resume', String(refused.json<Summary>()[0]?.campaign), '--json'])
    expect(resumed.code).toBe(0)
    expect(gateway.log).toHaveLength(8)
  })

  it('ends an HTML page with trouble at the gateway, doubtful messages never sent again', async () => {
    const { cli, gateway } = await stage(id)
    gateway.misbehave(
      {
        kind: 'answer',
        reply: { status: 200, body: '<html><body>Maintenance</body></html>', contentType: 'text/html' },
      },
      { times: 5, matching: isSending },
    )
    const result = await cli.run(send)
    const last = result.json<{ event: string; unknown: number; pending: number; campaign: number }>().at(-1)
    expect(last?.unknown).toBeGreaterThan(0)
    expect(result.code).toBe(last?.event === 'paused' ? 6 : 3)
    if (last?.event === 'paused') expect((await cli.run(['campaign', 'resume', String(last.campaign)])).code).toBe(3)
    expect(gateway.log).toHaveLength(last?.pending ?? -1)
  })
})
