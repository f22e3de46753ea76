/** Delivery reports as the window and the command line ask for them, and their background work. */
import { randomBytes } from 'node:crypto'
import type { ListenerView, PollAnswer } from '@shared/contract/gateway-side'
import { toWireError } from '@shared/errors'
import type { CoreHandlers } from '@shared/ipc-contract'
import { findGateway, type Gateways } from '../accounts/gateways'
import type { CoreContext } from '../context'
import { listAccounts } from '../storage/account'
import { writeSettings } from '../storage/setting'
import { startListener, type Listener } from './listener'
import { pollAccount, pollDue, pollSourceOf, sumOf } from './poll'

export interface Receipts {
  readonly handlers: Pick<CoreHandlers, 'receipts.poll' | 'receipts.listener' | 'receipts.listen'>
  /** Everything that is due to be asked, once. */
  pollDue(): Promise<void>
  /** Begins polling, and listening where the setting says so. */
  start(): void
  close(): Promise<void>
}

const pollEveryMs = 5000

export function createReceipts(context: CoreContext, gateways: Gateways): Receipts {
  const { clock, log, db } = context
  const controller = new AbortController()
  let listener: Listener | null = null
  let cancelPoll: () => void = () => undefined
  let polling: Promise<unknown> = Promise.resolve()

  const secret = (): string => {
    const { listener: stored } = context.settings()
    if (stored.secret !== '') return stored.secret
    const made = randomBytes(18).toString('base64url')
    writeSettings(db, { listener: { ...stored, secret: made } })
    return made
  }

  const view = (): ListenerView => {
    const { listener: stored } = context.settings()
    const host = listener?.host ?? stored.host
    const port = listener?.port ?? stored.port
    const base = listener === null ? null : `http://${host.includes(':') ? `[${host}]` : host}:${port}/${secret()}`
    const called = gateways.filter(({ readCallback }) => readCallback !== undefined)
    return {
      running: listener !== null,
      host,
      port,
      url: base,
      urls:
        base === null
          ? []
          : called.map(({ description }) => ({ gateway: description.name, url: `${base}/${description.id}` })),
      received: listener?.received() ?? 0,
      lastAt: listener?.lastAt() ?? null,
    }
  }

  const listen = async (host: string, port: number): Promise<void> => {
    await listener?.close()
    listener = null
    listener = await startListener(context, { host, port, secret: secret(), gateways })
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
        if (persist) writeSettings(db, { listener: { enabled, host, port, secret: secret() } })
        context.events.emit('data.changed', { noun: 'receipts' })
        return view()
      },
    },
    async pollDue() {
      polling = pollAllDue()
      await polling
    },
    start() {
      schedulePoll()
      const { listener: stored } = context.settings()
      if (stored.enabled)
        listen(stored.host, stored.port).catch((error: unknown) =>
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
