/** The command line with an account at a fake gateway, and a list of recipients: what its integration tests begin with. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { secretVariable } from '@shared/domain/account'
import { createCli, type Cli } from './cli'
import type { FakeGateway, GatewayId } from './gateways/fake-gateway'
import { startFakeGateway, type FakeGatewayOptions } from './gateways/start'

export interface CliStage {
  readonly cli: Cli
  readonly gateway: FakeGateway
  /** `griot send` of `count` different numbers, one request at a time unless told otherwise. */
  send(count: number, ...more: readonly string[]): readonly string[]
  close(): Promise<void>
}

/** One line of `griot send --json`. */
export interface SendEvent {
  readonly event: string
  readonly campaign: number
  readonly accepted: number
  readonly rejected: number
  readonly unknown: number
  readonly pending: number
  readonly reason?: string
  readonly error?: { readonly code: string; readonly message: string }
}

export const numberOf = (index: number): string => `+2376${70_000_000 + index}`

export async function stageCli(
  id: GatewayId,
  { lang, ...options }: FakeGatewayOptions & { readonly lang?: 'fr' | 'en' } = {},
): Promise<CliStage> {
  const gateway = await startFakeGateway(id, { balance: 1_000_000, ...options })
  const environment = Object.fromEntries(
    Object.entries(gateway.credentials).map(([field, value]) => [secretVariable('shop', field), value]),
  )
  const cli = createCli({ environment, ...(lang === undefined ? {} : { lang }) })
  const account = ['shop', '--gateway', id, '--base-url', gateway.url, '--sender', 'BOUTIQUE', '--country', 'CM']
  const added = await cli.run(['account', 'add', ...account, '--price', '15', '--no-keychain'])
  if (added.code !== 0) throw new Error(added.stderr)
  return {
    cli,
    gateway,
    send(count, ...more) {
      const file = join(cli.dataDir, `list-${count}.csv`)
      writeFileSync(file, ['Phone', ...Array.from({ length: count }, (_, index) => numberOf(index))].join('\n'))
      return [
        'send',
        '--account',
        'shop',
        '--csv',
        file,
        '--template',
        'Bonjour',
        '--yes',
        '--json',
        // an option given twice is refused
        ...(more.includes('--concurrency') ? [] : ['--concurrency', '1']),
        ...more,
      ]
    },
    async close() {
      await gateway.close()
      cli.remove()
    },
  }
}

/**
 * Looks every few milliseconds, as nothing tells when another process got there; throws when it never does. Returns how long
 * it took, in milliseconds.
 */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 300_000): Promise<number> {
  const startedAt = performance.now()
  while (!(await condition())) {
    if (performance.now() - startedAt > withinMs) throw new Error(`not within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return performance.now() - startedAt
}
