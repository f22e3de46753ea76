/**
 * The contract that every gateway adapter keeps, each against its strict fake gateway: what is accepted, refused, provably
 * not sent or unknown; that texts and credentials arrive as they are; that no secret shows anywhere. A fifth gateway is
 * one fixture more.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openReading, readWhole } from '@core/archives/read-archive'
import { systemClock } from '@core/clock'
import { createHttpClient, type HttpClient } from '@core/providers/http'
import type { OutgoingMessage, ProviderContext, SendOutcome, SendRequest, SendResult } from '@core/providers/provider'
import { providers } from '@core/providers/registry'
import { providerOf } from '../../helpers/gateways/provider-of'
import { measureText } from '@shared/domain/segment'
import { AppError } from '@shared/errors'
import { devcodeReports } from '../../helpers/gateways/devcodesms'
import {
  gatewayIds,
  misbehaviours,
  startFakeGateway,
  type FakeGateway,
  type Misbehaviour,
} from '../../helpers/gateways/start'
import { fixtures, type ProviderFixture } from './fixtures'

/** Only the silent and the slow need it short; the machine may be busy. */
const patient = { connectMs: 10_000, totalMs: 10_000 }
const impatient = { connectMs: 10_000, totalMs: 250 }

function message(id: number, phone: string, text = `Bonjour n° ${id}`): OutgoingMessage {
  const { encoding, segments } = measureText(text)
  return { id, phone, text, encoding, segments }
}

function phones(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `+2289044${String(3600 + index)}`)
}

function kinds(result: SendResult): string[] {
  return result.outcomes.map((outcome) =>
    outcome.kind === 'accepted' ? 'accepted' : `${outcome.kind} ${outcome.error.code}`,
  )
}

it('every provider that asks the network has a fixture and a fake gateway', () => {
  const networked = providers.filter(({ description }) => !description.sandbox).map(({ description }) => description.id)
  expect(fixtures.map(({ id }) => id).sort()).toEqual([...networked].sort())
  expect([...gatewayIds].sort()).toEqual([...networked].sort())
})

describe.each(fixtures)('$id', (fixture: ProviderFixture) => {
  const provider = providerOf(fixture.id)
  const { abilities } = provider.description
  let gateway: FakeGateway
  let http: HttpClient
  let abort: AbortController

  beforeEach(async () => {
    gateway = await startFakeGateway(fixture.id, { credentials: fixture.credentials })
    useTimeouts(patient)
    abort = new AbortController()
  })
  afterEach(async () => {
    http.close()
    await gateway.close()
  })

  function useTimeouts(timeouts: typeof patient): void {
    http = createHttpClient({ clock: systemClock, limits: { timeouts } })
  }

  function context(more: Partial<ProviderContext> = {}): ProviderContext {
    return {
      http,
      baseUrl: gateway.url,
      credentials: fixture.credentials,
      clock: systemClock,
      signal: abort.signal,
      ...more,
    }
  }

  function send(messages: readonly OutgoingMessage[], more: Partial<SendRequest> = {}): Promise<SendResult> {
    return provider.send(context(), { messages, sender: 'GRIOT', flash: false, callbackUrl: null, ...more })
  }

  /** As many messages as one request takes, at most five. */
  function several(): OutgoingMessage[] {
    return phones(Math.min(5, abilities.batchSize)).map((phone, index) => message(index + 1, phone))
  }

  async function one(): Promise<SendOutcome> {
    const { outcomes } = await send([message(1, '+22890443679')])
    expect(outcomes).toHaveLength(1)
    return outcomes[0]!
  }

  describe('sends', () => {
    it('what the gateway accepts, exactly once and exactly as given', async () => {
      const messages = several()
      const result = await send(messages)
      expect(kinds(result)).toEqual(messages.map(() => 'accepted'))
      expect(gateway.log.map(({ phone, text, sender }) => ({ phone, text, sender }))).toEqual(
        messages.map(({ phone, text }) => ({ phone, text, sender: 'GRIOT' })),
      )
      expect(gateway.requests).toHaveLength(1)
      expect(gateway.faults).toEqual([])
      result.outcomes.forEach((outcome, index) => {
        const entry = gateway.log.find(({ phone }) => phone === messages[index]!.phone)
        if (outcome.kind === 'accepted') expect(outcome.gatewayMessageId).toBe(abilities.messageId ? entry?.id : null)
      })
    })

    it('a full batch in one request', async () => {
      const messages = phones(abilities.batchSize).map((phone, index) => message(index, phone))
      expect(new Set(kinds(await send(messages)))).toEqual(new Set(['accepted']))
      expect(gateway.log).toHaveLength(abilities.batchSize)
      expect(gateway.requests).toHaveLength(1)
    })

    it.each([
      ['accents and the euro', 'Déjà 5 € à régler, ça ira ?'],
      ['emoji and line breaks', 'Bonne fête 🎉👨‍👩‍👧\nÀ demain\n— L’équipe'],
      ['form and JSON signs', 'a&b=c+d %20 100% "x" \\ \'y\' <z> {"k":1} ;?#'],
      ['spaces that count', ' deux  espaces '],
      ['several segments', 'Rappel : réunion des parents d’élèves samedi. '.repeat(6)],
      ['160 characters', 'x'.repeat(160)],
      ['161 characters', 'x'.repeat(161)],
    ])('texts intact: %s', async (_, text) => {
      expect(kinds(await send([message(1, '+22890443679', text)]))).toEqual(['accepted'])
      expect(gateway.log.map((entry) => entry.text)).toEqual([text])
      expect(gateway.faults).toEqual([])
    })

    it('flash only where the gateway has it', async () => {
      await send([message(1, '+22890443679')], { flash: true })
      expect(gateway.log.map(({ flash }) => flash)).toEqual([abilities.flash])
    })

    it('the callback address only where each send takes one', async () => {
      const callbackUrl = 'https://exemple.com/dlr?a=1&b=é'
      await send([message(1, '+22890443679')], { callbackUrl })
      expect(gateway.log.map((entry) => entry.callbackUrl)).toEqual([abilities.callbackPerMessage ? callbackUrl : null])
      expect(gateway.faults).toEqual([])
    })

    it('to the slashless base URL that accounts keep, with its path prefix', async () => {
      expect(gateway.url).not.toMatch(/\/$/)
      expect(new URL(gateway.url).pathname).toBe(
        new URL(provider.description.defaultBaseUrl!).pathname.replace(/\/$/, ''),
      )
      expect((await one()).kind).toBe('accepted')
    })
  })

  describe('is refused', () => {
    it('for some recipients: those alone are rejected, each other person gets one SMS', async () => {
      const messages = several()
      const bad = messages.slice(1, 2).concat(messages.slice(-1))
      for (const { phone } of bad) gateway.refused.add(phone.slice(1))
      const result = await send(messages)
      expect(kinds(result)).toEqual(
        messages.map((each) => (bad.includes(each) ? 'rejected invalid_recipient' : 'accepted')),
      )
      expect(gateway.log.map(({ phone }) => phone).sort()).toEqual(
        messages.filter((each) => !bad.includes(each)).map(({ phone }) => phone),
      )
      expect(gateway.faults).toEqual([])
    })

    it('for a wrong key: nothing was sent', async () => {
      gateway.credentials = { ...gateway.credentials, apiKey: 'another' }
      const messages = several()
      expect(kinds(await send(messages))).toEqual(messages.map(() => 'not_sent auth'))
      expect(gateway.log).toEqual([])
    })

    it('for an empty balance', async () => {
      gateway.balance = 0
      const { kind, code } = fixture.emptyBalance
      expect(kinds(await send(several()))).toEqual(several().map(() => `${kind} ${code}`))
      expect(gateway.log).toEqual([])
    })

    it('for a sender that is too long, before anything leaves', async () => {
      const { senderMaxLength } = abilities
      const result = await send([message(1, '+22890443679')], { sender: 'x'.repeat((senderMaxLength ?? 11) + 1) })
      expect(kinds(result)).toEqual([senderMaxLength === null ? 'accepted' : 'not_sent sender_invalid'])
      expect(gateway.requests).toHaveLength(senderMaxLength === null ? 1 : 0)
      expect(gateway.faults).toEqual([])
    })

    it('with HTTP 200 and an error in the body', async () => {
      const { body, kind, code } = fixture.errorWith200
      gateway.misbehave({
        kind: 'answer',
        reply: { status: 200, body: JSON.stringify(body), contentType: 'text/html' },
      })
      expect(kinds(await send([message(1, '+22890443679')]))).toEqual([`${kind} ${code}`])
    })
  })

  describe('answers strangely: one allowed outcome, one arrival', () => {
    const answer = (status: number, body: string): Misbehaviour => ({
      kind: 'answer',
      reply: { status, body, contentType: 'application/json' },
    })
    const cells: readonly (readonly [string, Misbehaviour, string])[] = [
      ['HTML with 200', misbehaviours.html200, 'unknown answer_html'],
      ['HTML with 502', misbehaviours.html502, 'unknown gateway_failed'],
      ['HTML with 403', misbehaviours.html403, 'not_sent auth'],
      ['nothing with 200', misbehaviours.empty, 'unknown answer_unreadable'],
      ['null', misbehaviours.nothing, 'unknown answer_unreadable'],
      ['an array for an object', misbehaviours.array, 'unknown answer_unreadable'],
      ['an empty object', misbehaviours.emptyObject, 'unknown answer_unreadable'],
      ['a word', misbehaviours.text, 'unknown answer_unreadable'],
      ['a number', answer(200, '0'), 'unknown answer_unreadable'],
      ['half a JSON', answer(200, '{"status":"succ'), 'unknown answer_unreadable'],
      [
        'status as an object',
        answer(200, '{"status":{},"success":"true","message-count":{}}'),
        'unknown answer_unreadable',
      ],
      ['a redirect', misbehaviours.redirect, 'unknown gateway_failed'],
      ['503', misbehaviours.unavailable, 'unknown gateway_failed'],
      ['401', misbehaviours.unauthorized, 'not_sent auth'],
      ['404', misbehaviours.notFound, 'not_sent base_url_invalid'],
      ['408', answer(408, ''), 'unknown gateway_failed'],
      ['422 without a known body', answer(422, '{}'), 'rejected rejected'],
      ['429', misbehaviours.rateLimited(null), 'not_sent rate_limited'],
      ['a reset before the body is read', { kind: 'reset', at: 'headers' }, 'unknown connection_cut'],
      ['a reset after the body', { kind: 'reset', at: 'body' }, 'unknown connection_cut'],
      ['a reset after accepting', { kind: 'reset', at: 'body', accept: true }, 'unknown connection_cut'],
      ['a reset in the answer', { kind: 'reset', at: 'mid_reply', accept: true }, 'unknown connection_cut'],
      ['silence', { kind: 'hang' }, 'unknown no_answer'],
      ['silence after accepting', { kind: 'hang', accept: true }, 'unknown no_answer'],
      ['drops', { kind: 'drip', everyMs: 20 }, 'unknown no_answer'],
      ['a success with 500', { kind: 'status', status: 500 }, 'unknown answer_unreadable'],
      ['a success with 401', { kind: 'status', status: 401 }, 'unknown answer_unreadable'],
      ['a success with 429', { kind: 'status', status: 429 }, 'unknown answer_unreadable'],
      ['a success, slowly', { kind: 'slow', delayMs: 50 }, 'accepted'],
      ['a success with 201', { kind: 'status', status: 201 }, 'accepted'],
      ['a success in gzip', { kind: 'encoded', encoding: 'gzip' }, 'accepted'],
      ['a success in br', { kind: 'encoded', encoding: 'br' }, 'accepted'],
      ['a success that lacks its proof', answer(200, JSON.stringify(fixture.bareSuccess)), 'unknown'],
      ['a success that contradicts itself', answer(200, fixture.contradiction), 'unknown answer_unreadable'],
    ]
    it.each(cells)('%s', async (_, how, expected) => {
      if (expected === 'unknown no_answer') useTimeouts(impatient)
      gateway.misbehave(how)
      const [outcome] = kinds(await send([message(1, '+22890443679')]))
      if (expected.includes(' ')) expect(outcome).toBe(expected)
      else expect(outcome).toMatch(new RegExp(`^${expected}`))
      expect(gateway.requests).toHaveLength(1)
    })

    it('the same for a batch: every message shares the fate of its request', async () => {
      for (const how of [misbehaviours.html502, { kind: 'reset', at: 'body', accept: true }] as const) {
        gateway.misbehave(how)
        const result = await send(several())
        expect(result.outcomes.map(({ kind }) => kind)).toEqual(several().map(() => 'unknown'))
      }
    })

    it('429 with Retry-After says when to come back', async () => {
      gateway.misbehave(misbehaviours.rateLimited('7'))
      expect(await one()).toEqual({
        kind: 'not_sent',
        error: { kind: 'rate_limited', code: 'rate_limited', params: { status: 429, seconds: 7 } },
        retryAfterMs: 7_000,
      })
    })

    it('a number that a batch gateway forgets is never taken for sent', async () => {
      if (abilities.batchSize === 1) return
      const messages = several()
      gateway.dropped.add(messages[2]!.phone.slice(1))
      const result = await send(messages)
      expect(kinds(result)[2]).toMatch(/^unknown/)
      for (const [index, outcome] of result.outcomes.entries()) {
        if (outcome.kind === 'accepted')
          expect(gateway.log.some(({ phone }) => phone === messages[index]!.phone)).toBe(true)
        else expect(outcome.kind).toBe('unknown')
      }
    })

    it('a connection that closes silently after each answer loses nothing', async () => {
      gateway.misbehave({ kind: 'close_silently' }, { times: Infinity })
      for (const [index, phone] of phones(20).entries()) {
        expect(kinds(await send([message(index, phone)]))).toEqual(['accepted'])
      }
      expect(gateway.log).toHaveLength(20)
    })
  })

  describe('without a gateway', () => {
    it('that listens, nothing was sent', async () => {
      await gateway.close()
      expect(await one()).toMatchObject({ kind: 'not_sent', error: { kind: 'transient', code: 'connection_refused' } })
    })

    it('that has a name, nothing was sent', async () => {
      const result = await provider.send(context({ baseUrl: 'https://griot.invalid/api' }), {
        messages: several(),
        sender: 'GRIOT',
        flash: false,
        callbackUrl: null,
      })
      expect(kinds(result)).toEqual(several().map(() => 'not_sent host_not_found'))
    })

    it('asked because of an abort, nothing was sent', async () => {
      abort.abort()
      expect(kinds(await send(several()))).toEqual(several().map(() => 'not_sent cancelled'))
      expect(gateway.requests).toEqual([])
    })
  })

  describe('keeps secrets', () => {
    it('that no URL, outcome or error shows, even when the gateway repeats them', async () => {
      const echo = Object.values(fixture.credentials).join(' ')
      const body = JSON.stringify({
        ...(fixture.errorWith200.body as object),
        message: `bad ${echo}`,
        msg: `Erreur de validation pour ${echo}`,
        errros: [`phone is invalid for ${echo}`],
        error: echo,
      })
      gateway.misbehave({ kind: 'answer', reply: { status: 200, body, contentType: 'application/json' } })
      const shown = [JSON.stringify(await send([message(1, '+22890443679')]))]
      await send([message(2, '+22890443680')])
      gateway.misbehave({ kind: 'answer', reply: { status: 200, body, contentType: 'application/json' } })
      try {
        shown.push(JSON.stringify(await provider.balance?.(context())))
      } catch (error) {
        shown.push(String(error), JSON.stringify(error instanceof AppError ? error.toWire() : null))
      }
      for (const { path, query } of gateway.requests) {
        expect(query).toBe('')
        shown.push(path)
      }
      for (const value of Object.values(fixture.credentials)) {
        const forms = [
          value,
          encodeURIComponent(value),
          JSON.stringify(value).slice(1, -1),
          new URLSearchParams({ value }).toString().slice(6),
        ]
        for (const form of forms) expect(shown.join('\n')).not.toContain(form)
      }
    })
  })

  describe('offers exactly what its description says', () => {
    it('balance', async () => {
      expect(provider.balance !== undefined).toBe(abilities.balance)
      if (provider.balance === undefined) return
      gateway.balance = 1_234
      const before = await provider.balance(context())
      expect(before.balance).toBe('1234')
      expect(Object.keys(before.figures).length > 0).toBe(abilities.figures)
      await one()
      const after = await provider.balance(context())
      expect(Number(after.balance)).toBeLessThan(1_234)
      expect(gateway.faults).toEqual([])

      for (const [how, code] of [
        [misbehaviours.html200, 'answer_html'],
        [misbehaviours.html502, 'gateway_failed'],
        [misbehaviours.array, 'answer_unreadable'],
        [misbehaviours.nothing, 'answer_unreadable'],
        [misbehaviours.emptyObject, 'answer_unreadable'],
        [misbehaviours.rateLimited('3'), 'rate_limited'],
      ] as const) {
        gateway.misbehave(how)
        await expect(provider.balance(context())).rejects.toMatchObject({ code })
      }
      gateway.credentials = { ...gateway.credentials, apiKey: 'another' }
      await expect(provider.balance(context())).rejects.toMatchObject({ kind: 'auth' })
      gateway.misbehave({ kind: 'hang' })
      useTimeouts(impatient)
      await expect(provider.balance(context())).rejects.toMatchObject({ code: 'no_answer' })
    })

    it('archive', async () => {
      expect(provider.archive !== undefined).toBe(abilities.archive)
      if (provider.archive === undefined) return
      const sent = phones(120).map((phone, index) => message(index, phone, `Bonjour é€ ${index}`))
      for (let start = 0; start < sent.length; start += abilities.batchSize) {
        await send(sent.slice(start, start + abilities.batchSize))
      }
      const today = new Date(systemClock.now()).toISOString().slice(0, 10)
      const { archive } = provider
      const reading = openReading((cursor) => archive(context(), { from: today, to: today, cursor }), {
        clock: systemClock,
      })
      const { entries, end } = await readWhole(reading)
      for (const entry of entries) {
        expect(Math.abs((entry.createdAt ?? 0) - systemClock.now())).toBeLessThan(60_000)
        expect(entry.sender).toBe('GRIOT')
      }
      expect(entries.map(({ phone, text }) => ({ phone, text }))).toEqual(
        sent.map(({ phone, text }) => ({ phone, text })),
      )
      // what can prove an absence can prove its end
      expect(end.complete).toBe(abilities.settleFromArchive)
      expect(gateway.faults).toEqual([])
      const empty = await provider.archive(context(), { from: '2020-01-01', to: '2020-01-02', cursor: null })
      expect(empty.entries).toEqual([])
      gateway.misbehave(misbehaviours.html200)
      await expect(provider.archive(context(), { from: today, to: today, cursor: null })).rejects.toMatchObject({
        code: 'answer_html',
      })
      gateway.credentials = { ...gateway.credentials, apiKey: 'another' }
      await expect(provider.archive(context(), { from: today, to: today, cursor: null })).rejects.toMatchObject({
        kind: 'auth',
      })
    })

    it('trace', async () => {
      expect(provider.trace !== undefined).toBe(abilities.trace)
      if (provider.trace === undefined) return
      await one()
      const { id } = gateway.log[0]!
      expect(await provider.trace(context(), id)).toMatchObject({
        gatewayMessageId: id,
        status: 'accepted',
        final: false,
      })
      gateway.statuses.set(id, 'DLV')
      expect(await provider.trace(context(), id)).toEqual({
        gatewayMessageId: id,
        phone: '+22890443679',
        status: 'delivered',
        final: true,
        gatewayStatus: 'DLV',
        occurredAt: null,
      })
      expect(await provider.trace(context(), 'never given')).toBeNull()
      gateway.statuses.set(id, 'NEW')
      await expect(provider.trace(context(), id)).rejects.toMatchObject({ code: 'answer_unreadable' })
      gateway.misbehave(misbehaviours.html404)
      // of one message's address it says nothing: the account's is good
      await expect(provider.trace(context(), id)).rejects.toMatchObject({ code: 'gateway_failed' })
    })

    it('callback', async () => {
      expect(provider.readCallback !== undefined).toBe(abilities.callback)
      if (provider.readCallback === undefined) return
      await one()
      const entry = gateway.log[0]!
      const bodies: Record<string, { contentType: string; body: string }> = {
        devcodesms: { contentType: 'application/json', body: devcodeReports(gateway.log, gateway.statuses) },
        kingsmspro: {
          contentType: 'application/x-www-form-urlencoded',
          body: new URLSearchParams({
            messageId: entry.id,
            destination: entry.phone.slice(1),
            status: 'DLV',
          }).toString(),
        },
      }
      const reading = provider.readCallback({ method: 'POST', query: new Map(), ...bodies[fixture.id]! })
      expect(reading?.reports).toMatchObject([
        { gatewayMessageId: entry.id, phone: entry.phone, status: 'delivered', final: true },
      ])
      expect(reading?.reply([true]).status).toBe(200)
      for (const body of ['', 'x', 'null', '[]', '{}', '{"dlrlist":{}}']) {
        expect(
          provider.readCallback({ method: 'POST', query: new Map(), contentType: 'application/json', body }),
        ).toBeNull()
      }
    })
  })
})
