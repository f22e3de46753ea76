/** Delivery reports as the window and the command line ask for them, and their background work. */
import type { ListenerView, PollAnswer } from '@shared/contract/gateway-side'
import type { Settings } from '@shared/contract/program'
import { AppError, toWireError } from '@shared/errors'
import type { CoreHandlers } from '@shared/ipc-contract'
import { findGateway, type Gateways } from '../accounts/gateways'
import type { CoreContext } from '../context'
import { listAccounts, replaceInCallbackUrls } from '../storage/account'
import { appendAudit } from '../storage/audit'
import { countEarlyReports } from '../storage/receipt'
import { countLoggedCalls, loggedCalls } from '../storage/receipt-log'
import { writeSettings } from '../storage/setting'
import { hostName, newMasterSecret, secretOf } from './addresses'
import { startListener, type Listener } from './listener'
import { pollAccount, pollDue, pollSourceOf, sumOf } from './poll'

export interface Receipts {
  readonly handlers: Pick<
    CoreHandlers,
    | 'receipts.poll'
    | 'receipts.listener'
    | 'receipts.listen'
    | 'receipts.log'
    | 'receipts.newAddress'
    | 'receipts.publicHost'
  >
  /** Everything that is due to be asked, once. */
  pollDue(): Promise<void>
  /** Begins polling, and listening where the setting says so. */
  start(): void
  close(): Promise<void>
}

type ListenerSettings = Settings['listener']

const pollEveryMs = 5000

export function createReceipts(context: CoreContext, gateways: Gateways): Receipts {
  const { clock, log, db } = context
  const controller = new AbortController()
  let listener: Listener | null = null
  let cancelPoll: () => void = () => undefined
  let polling: Promise<unknown> = Promise.resolve()

  /** The settings of the receiver, with a master secret. */
  const stored = (): ListenerSettings => {
    const { listener: settings } = context.settings()
    if (settings.secret !== '') return settings
    const made = { ...settings, secret: newMasterSecret() }
    writeSettings(db, { listener: made })
    return made
  }

  const called = gateways.filter(({ readCallback }) => readCallback !== undefined)

  const view = (): ListenerView => {
    const settings = stored()
    const host = listener?.host ?? settings.host
    const port = listener?.port ?? settings.port
    const { publicHost } = settings
    const base =
      publicHost === '' ? `http://${host.includes(':') ? `[${host}]` : host}:${port}` : `https://${publicHost}`
    return {
      running: listener !== null,
      host,
      port,
      publicHost,
      urls: called.map(({ description: { id, name } }) => ({
        id,
        gateway: name,
        url: `${base}/${secretOf(settings, id)}/${id}`,
      })),
      received: listener?.received() ?? 0,
      lastAt: listener?.lastAt() ?? null,
      waiting: countEarlyReports(db),
      logged: countLoggedCalls(db),
    }
  }

  const listen = async (host: string, port: number): Promise<void> => {
    await listener?.close()
    listener = null
    stored()
    listener = await startListener(context, { host, port, gateways })
  }

  /** The accounts that give the old address with each message give the new one from now on. */
  const newAddress = (gateway: string): number => {
    if (!called.some(({ description }) => description.id === gateway))
      throw new AppError('unknown_gateway', { gateway })
    return db
      .transaction(() => {
        const settings = stored()
        const turns = { ...settings.turns, [gateway]: (settings.turns[gateway] ?? 0) + 1 }
        const next = { ...settings, turns }
        writeSettings(db, { listener: next })
        const accounts = replaceInCallbackUrls(db, secretOf(settings, gateway), secretOf(next, gateway), clock.now())
        appendAudit(db, { at: clock.now(), actor: context.actor, action: 'receipts.newAddress', subject: gateway })
        return accounts
      })
      .immediate()
  }

  /** Whatever is asked is planned anew, for later: this ends. */
  const pollAllDue = async (): Promise<void> => {
    while (!controller.signal.aborted && (await pollDue(context, controller.signal)) > 0);
  }

  const schedulePoll = (): void => {
    cancelPoll = clock.after(pollEveryMs, () => {
      polling = pollDue(context, controller.signal)
        .catch((error: unknown) => log.error('polling failed', { error: String(error) }))
        .finally(() => {
          if (!controller.signal.aborted) schedulePoll()
        })
    })
  }

  return {
    handlers: {
      async 'receipts.poll'({ accountId }) {
        if (accountId !== null) return pollAccount(context, accountId, controller.signal)
        const results: PollAnswer[] = []
        for (const account of listAccounts(db)) {
          const provider = findGateway(gateways, account.gateway)
          if (!provider || pollSourceOf(provider) === null) continue
          try {
            results.push(await pollAccount(context, account.id, controller.signal))
          } catch (thrown) {
            // one account without a key does not keep the others from being asked
            const trouble = { account: account.name, error: toWireError(thrown), messages: 0 }
            results.push({ asked: 0, changed: 0, troubles: [trouble] })
          }
        }
        return sumOf(results)
      },
      async 'receipts.listener'() {
        return Promise.resolve(view())
      },
      async 'receipts.listen'({ enabled, host, port, persist }) {
        if (enabled) await listen(host, port)
        else {
          await listener?.close()
          listener = null
        }
        if (persist) writeSettings(db, { listener: { ...stored(), enabled, host, port } })
        context.events.emit('data.changed', { noun: 'receipts' })
        return view()
      },
      async 'receipts.log'({ limit }) {
        return Promise.resolve(loggedCalls(db, limit))
      },
      async 'receipts.newAddress'({ gateway }) {
        const accounts = newAddress(gateway)
        context.events.emit('data.changed', { noun: 'receipts' })
        context.events.emit('data.changed', { noun: 'accounts' })
        return Promise.resolve({ view: view(), accounts })
      },
      async 'receipts.publicHost'({ host }) {
        const name = host === '' ? '' : readHost(host)
        writeSettings(db, { listener: { ...stored(), publicHost: name } })
        context.events.emit('data.changed', { noun: 'receipts' })
        return Promise.resolve(view())
      },
    },
    async pollDue() {
      polling = pollAllDue()
      await polling
    },
    start() {
      schedulePoll()
      const { listener: settings } = context.settings()
      if (settings.enabled)
        listen(settings.host, settings.port).catch((error: unknown) =>
          log.error('listener not started', { error: String(error) }),
        )
    },
    async close() {
      cancelPoll()
      controller.abort()
      await polling
      await listener?.close()
    },
  }
}

/** A host name, also out of a pasted address. Throws AppError base_url_invalid. */
function readHost(given: string): string {
  const name = hostName(given.replace(/^https?:\/\//i, '').replace(/[/?#].*$/, ''))
  if (!/^[\p{L}\d](?:[\p{L}\d.-]*[\p{L}\d])?$/u.test(name)) throw new AppError('base_url_invalid', { url: given })
  return name
}
