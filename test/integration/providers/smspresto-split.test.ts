/** A batch that SMS Presto refuses for an entry it does not name is split: nobody twice, nobody forgotten. */
import { fc, it } from '@fast-check/vitest'
import { afterAll, beforeAll, beforeEach, describe, expect } from 'vitest'
import { systemClock } from '@core/clock'
import { createHttpClient, type HttpClient } from '@core/providers/http'
import type { OutgoingMessage, SendOutcome } from '@core/providers/provider'
import { providerOf } from '../../helpers/gateways/provider-of'
import { misbehaviours, startFakeGateway, type FakeGateway, type Misbehaviour } from '../../helpers/gateways/start'

const presto = providerOf('smspresto')
const size = presto.description.abilities.batchSize
const messages: OutgoingMessage[] = Array.from({ length: size }, (_, index) => ({
  id: index,
  phone: `+22507080814${String(10 + index)}`,
  text: `Bonjour ${index}`,
  encoding: 'GSM-7',
  segments: 1,
}))

let gateway: FakeGateway
let http: HttpClient
beforeAll(async () => {
  gateway = await startFakeGateway('smspresto', { balance: 1_000_000 })
  http = createHttpClient({ clock: systemClock })
})
beforeEach(() => gateway.refused.clear())
afterAll(async () => {
  http.close()
  await gateway.close()
})

async function send(
  signal = new AbortController().signal,
): Promise<{ outcomes: readonly SendOutcome[]; arrived: string[]; requests: number }> {
  const before = { log: gateway.log.length, requests: gateway.requests.length }
  const { outcomes } = await presto.send(
    { http, baseUrl: gateway.url, credentials: gateway.credentials, clock: systemClock, signal },
    { messages, sender: 'GRIOT', flash: false, callbackUrl: null },
  )
  return {
    outcomes,
    arrived: gateway.log.slice(before.log).map(({ phone }) => phone),
    requests: gateway.requests.length - before.requests,
  }
}

const phonesOf = (outcomes: readonly SendOutcome[], kind: SendOutcome['kind']): string[] =>
  messages.filter((_, index) => outcomes[index]?.kind === kind).map(({ phone }) => phone)

describe('a refused batch', () => {
  it.prop([fc.uniqueArray(fc.nat(size - 1), { maxLength: size })], { numRuns: 25 })(
    'loses exactly its bad entries, wherever and however many they are',
    async (bad) => {
      gateway.refused.clear()
      for (const index of bad) gateway.refused.add(messages[index]!.phone.slice(1))
      const { outcomes, arrived } = await send()
      expect(phonesOf(outcomes, 'rejected').sort()).toEqual(bad.map((index) => messages[index]!.phone).sort())
      expect(phonesOf(outcomes, 'accepted')).toEqual(arrived)
      expect(arrived).toHaveLength(size - bad.length)
      expect(new Set(arrived).size).toBe(arrived.length)
    },
  )

  it('with one bad entry of fifty costs a dozen requests, not fifty', async () => {
    gateway.refused.add(messages[17]!.phone.slice(1))
    expect((await send()).requests).toBeLessThanOrEqual(13)
  })

  it.each<[string, Misbehaviour, SendOutcome['kind']]>([
    [
      'a lost answer makes only its part unknown, and the rest goes on',
      { kind: 'reset', at: 'body', accept: true },
      'unknown',
    ],
    ['a wait that the gateway asks for leaves the rest unsent', misbehaviours.rateLimited('5'), 'not_sent'],
    ['a refused key leaves the rest unsent', misbehaviours.unauthorized, 'not_sent'],
  ])('in the middle of which %s', async (_, how, kind) => {
    gateway.refused.add(messages[0]!.phone.slice(1))
    let seen = 0
    gateway.misbehave(how, { matching: () => ++seen === 4 })
    const { outcomes, arrived } = await send()
    const accepted = phonesOf(outcomes, 'accepted')
    const troubled = phonesOf(outcomes, kind)
    expect(troubled.length).toBeGreaterThan(0)
    expect(new Set(arrived).size).toBe(arrived.length)
    for (const phone of accepted) expect(arrived).toContain(phone)
    if (kind === 'not_sent') for (const phone of troubled) expect(arrived).not.toContain(phone)
    expect(accepted.length + troubled.length + phonesOf(outcomes, 'rejected').length).toBe(size)
  })

  it('stops splitting when it is aborted: the rest is provably unsent', async () => {
    gateway.refused.add(messages[0]!.phone.slice(1))
    const abort = new AbortController()
    let seen = 0
    // aborted while the third request is with the gateway
    gateway.misbehave({ kind: 'hang' }, { matching: () => ++seen === 3 && (setImmediate(() => abort.abort()), true) })
    const { outcomes, arrived, requests } = await send(abort.signal)
    expect(requests).toBe(3)
    expect(arrived).toEqual([])
    expect(phonesOf(outcomes, 'unknown').length).toBe(12)
    expect(phonesOf(outcomes, 'not_sent').length).toBe(size - 12)
  })
})
