import { describe, expect, it } from 'vitest'
import type { HttpClient } from '@core/providers/http'
import type { ProviderContext, SendOutcome } from '@core/providers/provider'
import { createSandbox, sandboxRules } from '@core/providers/sandbox.provider'
import { createManualClock, type ManualClock } from '../../../helpers/manual-clock'

const noNetwork: HttpClient = {
  exchange: () => Promise.reject(new Error('the sandbox asks no network')),
  close: () => undefined,
}

function setup(options: Parameters<typeof createSandbox>[0] = {}) {
  const clock = createManualClock()
  const sandbox = createSandbox(options)
  const context: ProviderContext = {
    http: noNetwork,
    baseUrl: '',
    credentials: {},
    clock,
    signal: new AbortController().signal,
  }
  return {
    clock,
    sandbox,
    context,
    send: (phone: string, segments = 1) => sendOne(sandbox, context, clock, phone, segments),
  }
}

async function sendOne(
  sandbox: ReturnType<typeof createSandbox>,
  context: ProviderContext,
  clock: ManualClock,
  phone: string,
  segments: number,
): Promise<SendOutcome> {
  const sending = sandbox.send(context, {
    messages: [{ id: 1, phone, text: 'Bonjour', encoding: 'GSM-7', segments }],
    sender: 'GRIOT',
    flash: false,
    callbackUrl: null,
  })
  await clock.advance(40)
  const { outcomes } = await sending
  return outcomes[0]!
}

const brief = (outcome: SendOutcome): string =>
  outcome.kind === 'accepted' ? 'accepted' : `${outcome.kind} ${outcome.error.code}`

describe('the sandbox', () => {
  it.each([
    ['00', ['rejected invalid_recipient', 'rejected invalid_recipient']],
    ['01', ['unknown no_answer', 'unknown no_answer']],
    ['02', ['accepted', 'accepted']],
    ['03', ['accepted', 'accepted']],
    ['04', ['not_sent rate_limited', 'accepted', 'accepted']],
    ['05', ['not_sent connection_refused', 'accepted', 'accepted']],
    ['06', ['unknown no_answer', 'unknown no_answer']],
    ['07', ['accepted']],
    ['99', ['accepted']],
  ])('treats a number ending in %s always the same: %j', async (ending, expected) => {
    const { send } = setup()
    const outcomes: string[] = []
    while (outcomes.length < expected.length) outcomes.push(brief(await send(`+2376771234${ending}`)))
    expect(outcomes).toEqual(expected)
  })

  it('has its rules in one table, and tests for each', () => {
    expect([...sandboxRules.keys()]).toEqual(['00', '01', '02', '03', '04', '05', '06'])
  })

  it.each([
    ['07', 'delivered'],
    ['01', 'delivered'],
    ['02', 'undelivered'],
    ['03', 'expired'],
  ])('reports %s as %s two seconds later, also after a new start', async (ending, status) => {
    const { clock, sandbox, context, send } = setup()
    await send(`+2376771234${ending}`)
    const archive = await sandbox.archive!(context, { from: '2026-11-22', to: '2026-11-22', cursor: null })
    const id = archive.entries[0]!.gatewayMessageId!
    expect(await sandbox.trace!(context, id)).toMatchObject({ status: 'accepted', final: false })
    await clock.advance(2_000)
    const later = { gatewayMessageId: id, phone: `+2376771234${ending}`, status, final: true }
    expect(await sandbox.trace!(context, id)).toMatchObject(later)
    expect(await createSandbox().trace!(context, id)).toMatchObject(later)
    expect(await sandbox.trace!(context, 'sandbox-elsewhere')).toBeNull()
  })

  it('shows in its archive what arrived though no answer came, and not what never arrived', async () => {
    const { sandbox, context, send } = setup()
    await send('+237677123401')
    await send('+237677123406')
    const { entries } = await sandbox.archive!(context, { from: '2026-11-22', to: '2026-11-22', cursor: null })
    expect(entries.map(({ phone }) => phone)).toEqual(['+237677123401'])
  })

  it('gives its archive in pages of fifty', async () => {
    const { sandbox, context, send } = setup()
    for (let count = 10; count < 70; count++) await send(`+2376771234${count}`)
    const query = { from: '2026-11-22', to: '2026-11-22' }
    const first = await sandbox.archive!(context, { ...query, cursor: null })
    const second = await sandbox.archive!(context, { ...query, cursor: first.nextCursor })
    expect([first.entries.length, second.entries.length, second.nextCursor]).toEqual([50, 10, null])
    expect((await sandbox.archive!(context, { from: '2026-11-23', to: '2026-11-24', cursor: null })).entries).toEqual(
      [],
    )
  })

  it('charges segments and ends when its credit does', async () => {
    const { sandbox, context, send } = setup({ balance: 5 })
    expect(brief(await send('+237677123410', 3))).toBe('accepted')
    expect(await sandbox.balance!(context)).toEqual({ balance: '2', unit: 'sms', figures: { sent: 3 } })
    expect(brief(await send('+237677123411', 3))).toBe('not_sent insufficient_funds')
    expect(brief(await send('+237677123412', 2))).toBe('accepted')
  })

  it('sends nothing once aborted', async () => {
    const { sandbox, context } = setup()
    const result = await sandbox.send(
      { ...context, signal: AbortSignal.abort() },
      {
        messages: [{ id: 1, phone: '+237677123410', text: 'x', encoding: 'GSM-7', segments: 1 }],
        sender: 'G',
        flash: false,
        callbackUrl: null,
      },
    )
    expect(result.outcomes.map(brief)).toEqual(['not_sent cancelled'])
  })
})
