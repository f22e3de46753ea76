/**
 * The process that the crash tests kill: Griot's core, nothing of its own. One order as JSON in argv[2]:
 *   {"do":"plan","dataDir","gateway","baseUrl","concurrency","recipients"}  prepares a campaign, prints its id
 *   {"do":"send","dataDir","campaign","crash":{"point","hit"}|null}          sends it; ends itself at the hit-th passage of the point
 *   {"do":"settle","dataDir","campaign","laterMs"}                           asks the gateway's archive so much later, and resumes what can be
 */
import { createCore, type Core } from '@core/app'
import { systemClock } from '@core/clock'
import { silentLog } from '@core/log'
import type { Checkpoint, CheckpointName } from '@core/campaigns/checkpoint'
import { automaticReading } from '@shared/contract/recipients'

interface Plan {
  readonly do: 'plan'
  readonly dataDir: string
  readonly gateway: string
  readonly baseUrl: string
  readonly concurrency: number
  readonly recipients: number
}
interface Send {
  readonly do: 'send'
  readonly dataDir: string
  readonly campaign: number
  readonly crash: { readonly point: CheckpointName; readonly hit: number } | null
}

interface Settle {
  readonly do: 'settle'
  readonly dataDir: string
  readonly campaign: number
  readonly laterMs: number
}

const order = JSON.parse(process.argv[2] ?? '') as Plan | Send | Settle

function crashAt(crash: Send['crash']): Checkpoint {
  let hits = 0
  return (name) => {
    if (name !== crash?.point) return
    hits += 1
    // as a power cut would: no handler, no flush
    if (hits === crash.hit) process.kill(process.pid, 'SIGKILL')
  }
}

const open = (dataDir: string, crash: Send['crash'], laterMs = 0): Promise<Core> =>
  createCore({
    dataDir,
    clock: { ...systemClock, now: () => systemClock.now() + laterMs },
    log: silentLog,
    actor: 'command_line',
    language: 'en',
    version: '0.0.0',
    checkpoint: crashAt(crash),
  })

async function plan({ dataDir, gateway, baseUrl, concurrency, recipients }: Plan): Promise<void> {
  const core = await open(dataDir, null)
  const { handlers } = core
  const name = gateway
  const existing = (await handlers['accounts.list'](undefined)).find((account) => account.name === name)
  const account =
    existing ??
    (await handlers['accounts.save']({
      name,
      gateway,
      baseUrl,
      sender: 'BOUTIQUE',
      country: 'CM',
      currency: 'XAF',
      price: '15',
      maxRate: null,
      concurrency: null,
      alertBelow: null,
      callbackUrl: null,
      usesKeychain: false,
    }))
  const draft = await handlers['drafts.create']({ name: `${gateway} × ${concurrency}` })
  const text = [
    'Nom;Téléphone',
    ...Array.from({ length: recipients }, (_, index) => `Client ${index};+2376${70_000_000 + index}`),
  ].join('\n')
  await handlers['drafts.save']({
    id: draft.id,
    patch: {
      accountId: account.id,
      sender: 'BOUTIQUE',
      country: 'CM',
      template: 'Bonjour {{ Nom }}',
      concurrency,
      allowRepeats: true,
    },
  })
  await handlers['drafts.addSource']({
    id: draft.id,
    source: { kind: 'pasted', text, options: automaticReading },
    mapping: null,
    jobId: 'torture',
  })
  // scheduled far away: planned and durable, sent only when told
  await handlers['drafts.schedule']({
    id: draft.id,
    confirmedRecipients: recipients,
    at: Date.now() + 30 * 86_400_000,
    recurrence: null,
    timeZone: 'Africa/Douala',
  })
  await handlers['campaigns.pause']({ id: draft.id })
  await core.close()
  process.stdout.write(`${JSON.stringify({ campaign: draft.id })}\n`)
}

async function send({ dataDir, campaign, crash }: Send): Promise<void> {
  const core = await open(dataDir, crash)
  // the last kill may have come right after the commit that finished it
  const { state } = await core.handlers['campaigns.get']({ id: campaign })
  if (state !== 'finished') await core.handlers['campaigns.resume']({ id: campaign })
  process.stdout.write('{"sending":true}\n')
  await core.campaignEnded(campaign)
  await core.close()
}

/** The two commands that sent to people twice when an archive lied: `resolve --from-gateway`, then `campaign resume`. */
async function settle({ dataDir, campaign: id, laterMs }: Settle): Promise<void> {
  const core = await open(dataDir, null, laterMs)
  const { handlers } = core
  const { can } = await handlers['campaigns.get']({ id })
  if (can.settleFromGateway)
    await handlers['campaigns.resolve']({ id, how: 'from_gateway', messageIds: null, confirmed: true })
  if ((await handlers['campaigns.get']({ id })).can.resume) {
    await handlers['campaigns.resume']({ id })
    await core.campaignEnded(id)
  }
  await core.close()
}

await (order.do === 'plan' ? plan(order) : order.do === 'send' ? send(order) : settle(order))
