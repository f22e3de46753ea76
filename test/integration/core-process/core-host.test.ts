/**
 * Main's side of core's process, joined to the real core over a real message port: opened, ended, opened again. The process
 * itself is a thread-free stand-in, so that a test says when it ends; the real one is in test/e2e/specs/core-process.spec.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Log } from '@core/log'
import type { AppError, WireError } from '@shared/errors'
import { serveCore } from '../../../electron/core-process/serve-core'
import type { Port } from '../../../electron/core-process/port'
import { hostCore, type CoreHost, type CoreHostOptions, type CoreProcess } from '../../../electron/main/core-host'
import { createMemorySecrets } from '../../helpers/memory-secrets'

let dataDir: string
let hosts: CoreHost[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'griot-core-host-'))
  hosts = []
})
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.close()))
  rmSync(dataDir, { recursive: true, force: true })
})

const portOf = (port: MessagePort): Port => ({
  post: (message) => port.postMessage(message),
  listen: (listener) => void port.on('message', listener),
})

interface Stage {
  readonly host: CoreHost
  readonly log: string[]
  /** Every process that was started. */
  readonly processes: { die(): void; bug(error: Error): void; readonly isAlive: boolean }[]
  readonly told: string[]
}

function host(options: Partial<CoreHostOptions> = {}, serve: typeof serveCore = serveCore): Stage {
  const log: string[] = []
  const note = (event: string, details?: object): void => void log.push(`${event} ${JSON.stringify(details ?? {})}`)
  const noted: Log = { debug: note, info: note, warn: note, error: note }
  const processes: Stage['processes'] = []
  const told: string[] = []
  const fork = (): CoreProcess => {
    const { port1, port2 } = new MessageChannel()
    let alive = true
    let exited: (code: number) => void = () => undefined
    const served = serve(portOf(port2))
    const die = (): void => {
      if (!alive) return
      alive = false
      port2.close()
      setImmediate(() => exited(0))
    }
    processes.push({
      die,
      bug: (error) => served.broken(error),
      get isAlive() {
        return alive
      },
    })
    return { ...portOf(port1), onExit: (listener) => void (exited = listener), kill: die }
  }
  const made = hostCore({
    log: noted,
    keychain: createMemorySecrets(),
    ready: Promise.resolve(),
    fork,
    openOptions: () => ({ dataDir, language: 'fr', version: '1.2.3' }),
    now: () => 0,
    onOpen: async () => void told.push('open'),
    onEnded: () => void told.push('ended'),
    onRestarted: async () => void told.push('restarted'),
    onFailure: () => Promise.resolve('quit'),
    ...options,
  })
  hosts.push(made)
  return { host: made, log, processes, told }
}

const codeOf = (failed: Promise<unknown>): Promise<string> =>
  failed.then(
    () => 'answered',
    (error: unknown) => (error as AppError).code,
  )

describe('core behind its port', () => {
  it('answers requests that were asked before it was open, and throws core’s own errors', async () => {
    const { host: core } = host()
    expect(await core.request('program.info', undefined)).toMatchObject({ version: '1.2.3' })
    expect(await codeOf(core.request('campaigns.get', { id: 404 }))).toBe('unknown_campaign')
  })

  it('tells events, and asks main for the keychain', async () => {
    const keychain = createMemorySecrets()
    const write = vi.spyOn(keychain, 'write')
    const { host: core } = host({ keychain })
    const nouns: string[] = []
    core.events.on('data.changed', ({ noun }) => nouns.push(noun))
    await core.request('accounts.save', {
      name: 'Boutique',
      gateway: 'kingsmspro',
      baseUrl: null,
      sender: 'BOUTIQUE',
      country: 'CM',
      currency: 'XAF',
      price: '15',
      maxRate: null,
      concurrency: null,
      alertBelow: null,
      callbackUrl: null,
      usesKeychain: true,
      credentials: { apiKey: 'k', clientId: 'c' },
    })
    await expect.poll(() => nouns).toContain('accounts')
    expect(write).toHaveBeenCalledWith('Boutique', { apiKey: 'k', clientId: 'c' }, expect.any(String))
  })

  it('says a locked keychain as what it is', async () => {
    const keychain = createMemorySecrets()
    keychain.probe = () => Promise.resolve('locked')
    const { host: core } = host({ keychain })
    const checks = await core.request('doctor.check', { gateways: false })
    expect(checks.find(({ name }) => name === 'keychain')).toMatchObject({ error: { code: 'keychain_locked' } })
  })

  it('writes its log through main, without what a log must not have', async () => {
    const { host: core, log } = host()
    await core.request('settings.get', undefined)
    await core.close()
    expect(log.some((line) => line.startsWith('core closed'))).toBe(true)
    expect(core.isOpen()).toBe(false)
  })

  it('numbers what it tells of campaigns higher in each life', async () => {
    const { host: core, processes } = host()
    const create = async (): Promise<number> => {
      const { id } = await core.request('drafts.create', { name: null })
      const source = { kind: 'numbers' as const, phones: ['+237677100010'] }
      await core.request('drafts.addSource', { id, source, mapping: null, jobId: 'one' })
      const [account] = await core.request('accounts.list', undefined)
      const patch = { accountId: account!.id, sender: 'Griot', template: 'Bonjour', country: 'CM' }
      await core.request('drafts.save', { id, patch })
      const at = Date.now() + 86_400_000
      const times = { at, recurrence: null, timeZone: 'Africa/Douala' }
      const { campaignId } = await core.request('drafts.schedule', { id, confirmedRecipients: 1, ...times })
      return campaignId
    }
    const id = await create()
    const before = (await core.request('campaigns.get', { id })).sequence
    processes[0]!.die()
    await expect.poll(() => processes.length).toBe(2)
    expect((await core.request('campaigns.get', { id })).sequence).toBeGreaterThan(before)
  })
})

describe('core that ends by itself', () => {
  it('is started again, and what was on its way fails with core_ended', async () => {
    const { host: core, processes, told, log } = host()
    await core.request('settings.get', undefined)
    const asked = core.request('accounts.list', undefined)
    processes[0]!.die()
    expect(await codeOf(asked)).toBe('core_ended')
    expect(await codeOf(core.request('accounts.list', undefined))).toBe('answered')
    await expect.poll(() => told).toEqual(['open', 'ended', 'open', 'restarted'])
    expect(log.some((line) => line.startsWith('core ended'))).toBe(true)
  })

  it('with an error that nothing caught is ended and started again, and the log has the error', async () => {
    const { host: core, processes, log } = host()
    await core.request('settings.get', undefined)
    processes[0]!.bug(new Error('a bug'))
    await expect.poll(() => processes.length).toBe(2)
    expect(processes[0]!.isAlive).toBe(false)
    expect(log.find((line) => line.startsWith('uncaught exception'))).toContain('a bug')
    await core.request('settings.get', undefined)
  })

  it('again and again is told after three times in a minute, and tried anew when the person says so', async () => {
    const failures: WireError[] = []
    const { host: core, processes } = host({
      onFailure: async (error) => {
        failures.push(error)
        return 'retry'
      },
    })
    for (let life = 1; life <= 4; life += 1) {
      await core.request('settings.get', undefined)
      processes.at(-1)!.die()
      await expect.poll(() => processes.length).toBe(life + 1)
      expect(failures).toHaveLength(life === 4 ? 1 : 0)
    }
    expect(failures[0]).toMatchObject({ code: 'core_ended' })
    await core.request('settings.get', undefined)
  })

  it('before it ever answered is told too, and not started for ever', async () => {
    const failures: string[] = []
    const { processes } = host(
      {
        onFailure: async ({ code }) => {
          failures.push(code)
          return 'quit'
        },
      },
      (port) => {
        const served = serveCore(port)
        setImmediate(() => processes.at(-1)!.die())
        return served
      },
    )
    await expect.poll(() => failures).toEqual(['core_ended'])
    expect(processes).toHaveLength(4)
  })
})

/** Core whose first `lives` can't begin their work: `core.start` meets `meet` instead. */
function unableToStart(lives: number, meet: (port: Port) => void): typeof serveCore {
  let life = 0
  return (port) => {
    life += 1
    const isUnable = life <= lives
    return serveCore({
      post: (message) => port.post(message),
      listen: (listener) =>
        port.listen((message) => {
          const { name } = message as { readonly name?: string }
          if (isUnable && name === 'core.start') meet(port)
          listener(isUnable && name === 'core.start' ? { ...(message as object), name: 'core.unknown' } : message)
        }),
    })
  }
}

describe('core that is open and can’t begin its work', () => {
  it('is ended before the person chooses: its data are replaced by another process', async () => {
    const alive: boolean[][] = []
    const { host: core, processes } = host(
      {
        onFailure: async (_error, rescue) => {
          alive.push(processes.map(({ isAlive }) => isAlive))
          await rescue.ask('rescue.startAnew', { dataDir })
          return 'retry'
        },
      },
      unableToStart(1, () => undefined),
    )
    await expect.poll(() => alive).toEqual([[false]])
    expect(await codeOf(core.request('accounts.list', undefined))).toBe('answered')
    expect(processes.map(({ isAlive }) => isAlive)).toEqual([false, false, true])
  })

  it('because it ended is told as an end: what the page had is out of date', async () => {
    const {
      host: core,
      processes,
      told,
    } = host(
      {},
      unableToStart(1, () => processes[0]!.die()),
    )
    await expect.poll(() => told).toEqual(['open', 'ended', 'open', 'restarted'])
    expect(await codeOf(core.request('accounts.list', undefined))).toBe('answered')
  })

  it('goes on where only main’s own part failed', async () => {
    const failures: WireError[] = []
    const { host: core, log } = host({
      onOpen: () => Promise.reject(new Error('no menu')),
      onFailure: async (error) => {
        failures.push(error)
        return 'quit'
      },
    })
    expect(await codeOf(core.request('accounts.list', undefined))).toBe('answered')
    await expect.poll(() => log.some((line) => line.startsWith('main could not follow core'))).toBe(true)
    expect(failures).toEqual([])
  })
})

describe('a process that can’t be started', () => {
  it('is told, and tried again when the person says so', async () => {
    const failures: string[] = []
    let starts = 0
    const { host: core } = host(
      {
        onFailure: async ({ code }) => {
          failures.push(code)
          return 'retry'
        },
      },
      (port) => {
        starts += 1
        if (starts === 1) throw new Error('core.cjs is not there')
        return serveCore(port)
      },
    )
    expect(await codeOf(core.request('accounts.list', undefined))).toBe('answered')
    expect(failures).toEqual(['internal'])
  })
})

describe('core that can’t be opened', () => {
  it('says why, lists and restores through its process, and is opened when tried again', async () => {
    writeFileSync(join(dataDir, 'griot.sqlite'), Buffer.alloc(20_000, 0xa5))
    const errors: string[] = []
    const { host: core, told } = host({
      onFailure: async ({ code }, rescue) => {
        errors.push(code)
        expect(await rescue.ask('rescue.backups', { dataDir })).toEqual([])
        await rescue.ask('rescue.startAnew', { dataDir })
        return 'retry'
      },
    })
    expect(await core.request('accounts.list', undefined)).not.toEqual([])
    expect(errors).toEqual(['database_damaged'])
    // nothing was there before: nothing to tell
    expect(told).toEqual(['open'])
  })

  it('is left when the person gives up, and its process ends', async () => {
    writeFileSync(join(dataDir, 'griot.sqlite'), Buffer.alloc(20_000, 0xa5))
    const { processes } = host()
    await expect.poll(() => processes.map(({ isAlive }) => isAlive)).toEqual([false])
  })

  it('is rescued by a new process where its own has ended', async () => {
    writeFileSync(join(dataDir, 'griot.sqlite'), Buffer.alloc(20_000, 0xa5))
    const { host: core, processes } = host({
      onFailure: async (_error, rescue) => {
        processes[0]!.die()
        await expect.poll(() => codeOf(rescue.ask('rescue.backups', { dataDir }))).toBe('answered')
        await rescue.ask('rescue.startAnew', { dataDir })
        return 'retry'
      },
    })
    await core.request('accounts.list', undefined)
    expect(processes.map(({ isAlive }) => isAlive)).toEqual([false, false, true])
  })
})

describe('closing', () => {
  it('before core is open ends its process', async () => {
    const { host: core, processes } = host()
    await expect.poll(() => processes.length).toBe(1)
    await core.close()
    expect(processes[0]!.isAlive).toBe(false)
  })

  it('starts nothing again', async () => {
    const { host: core, processes, told } = host()
    await core.request('settings.get', undefined)
    await core.close()
    expect(processes.map(({ isAlive }) => isAlive)).toEqual([false])
    expect(told).toEqual(['open'])
  })

  it('can be cut short where core does not answer', async () => {
    const { host: core, processes } = host()
    await core.request('settings.get', undefined)
    core.kill()
    expect(processes[0]!.isAlive).toBe(false)
    await core.close()
  })
})
