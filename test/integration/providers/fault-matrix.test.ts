/**
 * Every gateway × every fault between it and us: one allowed outcome per cell, at most one arrival per attempt. The table
 * below is the promise; the test prints it cell by cell.
 *
 * `not_sent` may only stand where nothing can have arrived or where the answer says so in a documented way; everything
 * after the first byte without a clear answer is `unknown`.
 */
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { systemClock } from '@core/clock'
import { createHttpClient } from '@core/providers/http'
import type { SendOutcome } from '@core/providers/provider'
import { providerOf } from '../../helpers/gateways/provider-of'
import {
  startBlackHole,
  startFaultProxy,
  testAuthority,
  type CertificateName,
  type Fault,
} from '../../helpers/fault-proxy'
import { gatewayIds, startFakeGateway, type FakeGateway, type GatewayId } from '../../helpers/gateways/start'

const phone = '+22890443679'
const digits = phone.slice(1)
const text = 'Bonjour Awa, votre commande est prête.'

type Expected = 'accepted' | `${'not_sent' | 'rejected' | 'unknown'} ${string}`

interface Cell {
  readonly fault: string
  readonly how: Fault | { readonly kind: 'address'; readonly address: 'nameless' | 'closed' | 'black_hole' }
  readonly certificate?: CertificateName
  /** NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment. */
  readonly unverified?: true
  /** Time allowed in ms; the default is patient. */
  readonly totalMs?: number
  readonly connectMs?: number
  /** What the outcome must be, at every gateway or by gateway. */
  readonly expected: Expected | Readonly<Record<GatewayId, Expected>>
  /** Requests that the gateway may have seen whole. */
  readonly arrivals: 0 | 1
  readonly retryAfterMs?: number | null
}

function answer(status: number, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Fault {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body)
  const head = Object.entries({
    'content-type': 'application/json',
    'content-length': String(bytes.length),
    connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`)
  return {
    kind: 'replace',
    bytes: Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Whatever\r\n${head.join('\r\n')}\r\n\r\n`), bytes]),
  }
}

const raw = (bytes: string): Fault => ({ kind: 'replace', bytes: Buffer.from(bytes, 'latin1') })
const html = '<!DOCTYPE html><html><body><h1>Maintenance</h1></body></html>'

/** What each gateway says when it accepts, as text, to be spoiled. */
const success: Readonly<Record<GatewayId, string>> = {
  kingsmspro: `{"result":{"messageId":"5","sender":"GRIOT","to":"${digits}","status":"ACT"}}`,
  devcodesms: `{"success":true,"status":200,"code":"success","details":[{"sms":[{"status":"success","messageid":"5","mobileno":"${phone}"}]}]}`,
  smspresto: '{"status":0,"message":"Message sent successfully.","message-count":1}',
  lmtgroup: '{"status":"success","message":"message sent"}',
}
/** One key twice, with two meanings. */
const duplicateKeys: Readonly<Record<GatewayId, string>> = {
  kingsmspro: success.kingsmspro.replace('"status":"ACT"', '"status":"NSF","status":"ACT"'),
  devcodesms: success.devcodesms.replace(
    '"status":"success","messageid"',
    '"status":"error","status":"success","messageid"',
  ),
  smspresto: success.smspresto.replace('"status":0', '"status":102,"status":0'),
  lmtgroup: success.lmtgroup.replace('"status":"success"', '"status":"error","status":"success"'),
}
/** Both spellings of a thing, or both places for it, that do not agree. */
const contradictions: Readonly<Record<GatewayId, string>> = {
  kingsmspro: `{"status":"ACT","messageId":"5","to":"${digits}","result":{"messageId":"5","to":"${digits}","status":"NSF"}}`,
  devcodesms: success.devcodesms.replace(
    '"sms":[',
    `"sms":[{"status":"error","mobileno":"${phone}","errorcode":400,"errordescription":"Numéro de téléphone invalide"},`,
  ),
  smspresto: success.smspresto.replace('"message-count":1', '"message-count":"un"'),
  lmtgroup: '{"status":"success","message":"message sent","errros":[],"errors":["phone is invalid"]}',
}
/** Somebody else's acceptance, or a count that is not ours. */
const otherPeoples: Readonly<Record<GatewayId, string>> = {
  kingsmspro: success.kingsmspro.replace(digits, '22890000000'),
  devcodesms: success.devcodesms.replace(phone, '+22890000000'),
  smspresto: success.smspresto.replace('"message-count":1', '"message-count":0'),
  lmtgroup: '{"state":"success","message":"message sent"}',
}

const spoilt = (bodies: Readonly<Record<GatewayId, string>>): Readonly<Record<GatewayId, Fault>> =>
  Object.fromEntries(gatewayIds.map((id) => [id, answer(200, bodies[id])])) as Record<GatewayId, Fault>

const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))

const cells: readonly (Cell | (Omit<Cell, 'how'> & { readonly how: Readonly<Record<GatewayId, Fault>> }))[] = [
  // before the connection stands: nothing can have arrived
  {
    fault: 'name not resolved',
    how: { kind: 'address', address: 'nameless' },
    expected: 'not_sent host_not_found',
    arrivals: 0,
  },
  {
    fault: 'connection refused',
    how: { kind: 'address', address: 'closed' },
    expected: 'not_sent connection_refused',
    arrivals: 0,
  },
  {
    fault: 'connection times out',
    how: { kind: 'address', address: 'black_hole' },
    connectMs: 300,
    expected: 'not_sent connect_timeout',
    arrivals: 0,
  },
  { fault: 'TLS: right certificate', how: { kind: 'pass' }, certificate: 'good', expected: 'accepted', arrivals: 1 },
  {
    fault: 'TLS: expired',
    how: { kind: 'pass' },
    certificate: 'expired',
    expected: 'not_sent tls_failed',
    arrivals: 0,
  },
  {
    fault: 'TLS: wrong host',
    how: { kind: 'pass' },
    certificate: 'other-host',
    expected: 'not_sent tls_failed',
    arrivals: 0,
  },
  {
    fault: 'TLS: self-signed',
    how: { kind: 'pass' },
    certificate: 'self-signed',
    expected: 'not_sent tls_failed',
    arrivals: 0,
  },
  {
    fault: 'TLS: expired, unverified asked',
    how: { kind: 'pass' },
    certificate: 'expired',
    unverified: true,
    expected: 'not_sent tls_failed',
    arrivals: 0,
  },
  {
    fault: 'TLS: wrong host, unverified asked',
    how: { kind: 'pass' },
    certificate: 'other-host',
    unverified: true,
    expected: 'not_sent tls_failed',
    arrivals: 0,
  },
  {
    fault: 'TLS: self-signed, unverified asked',
    how: { kind: 'pass' },
    certificate: 'self-signed',
    unverified: true,
    expected: 'not_sent tls_failed',
    arrivals: 0,
  },
  // the first byte has left: unknown, unless the answer is clear
  {
    fault: 'TLS: reset in the handshake',
    how: { kind: 'reset', at: 'connection' },
    certificate: 'good',
    expected: 'not_sent connection_lost',
    arrivals: 0,
  },
  {
    fault: 'reset at the first byte',
    how: { kind: 'reset', at: 'first_byte' },
    expected: 'unknown connection_cut',
    arrivals: 0,
  },
  {
    fault: 'reset in the body',
    how: { kind: 'reset', at: 'half_request' },
    expected: 'unknown connection_cut',
    arrivals: 0,
  },
  {
    fault: 'reset after the body',
    how: { kind: 'reset', at: 'whole_request' },
    expected: 'unknown connection_cut',
    arrivals: 1,
  },
  {
    fault: 'reset after the body, TLS',
    how: { kind: 'reset', at: 'whole_request' },
    certificate: 'good',
    expected: 'unknown connection_cut',
    arrivals: 1,
  },
  {
    fault: 'half the answer, then a reset',
    how: { kind: 'half_answer', part: 0.9, end: 'reset' },
    expected: 'unknown connection_cut',
    arrivals: 1,
  },
  {
    fault: 'half the answer, then the end',
    how: { kind: 'half_answer', part: 0.9, end: 'close' },
    expected: 'unknown connection_cut',
    arrivals: 1,
  },
  {
    fault: 'half the head, then the end',
    how: { kind: 'half_answer', part: 0.1, end: 'close' },
    expected: 'unknown connection_cut',
    arrivals: 1,
  },
  {
    fault: 'no answer at all, then the end',
    how: { kind: 'half_answer', part: 0, end: 'close' },
    expected: 'unknown connection_cut',
    arrivals: 1,
  },
  {
    fault: 'hang after the request',
    how: { kind: 'swallow' },
    totalMs: 300,
    expected: 'unknown no_answer',
    arrivals: 1,
  },
  { fault: 'hang before the request', how: { kind: 'deaf' }, totalMs: 300, expected: 'unknown no_answer', arrivals: 0 },
  { fault: 'drip', how: { kind: 'drip', everyMs: 20 }, totalMs: 300, expected: 'unknown no_answer', arrivals: 1 },
  // answers that are not the gateway's own
  { fault: 'not HTTP', how: raw('SSH-2.0-OpenSSH_9.2\r\n'), expected: 'unknown connection_cut', arrivals: 1 },
  {
    fault: 'chunks cut short',
    how: raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"status"'),
    expected: 'unknown connection_cut',
    arrivals: 1,
  },
  {
    fault: '301',
    how: answer(301, '', { location: 'https://griot.invalid/' }),
    expected: 'unknown gateway_failed',
    arrivals: 1,
  },
  {
    fault: '302',
    how: answer(302, '', { location: 'http://127.0.0.1:9/' }),
    expected: 'unknown gateway_failed',
    arrivals: 1,
  },
  { fault: '307', how: answer(307, '', { location: '/again' }), expected: 'unknown gateway_failed', arrivals: 1 },
  { fault: '308', how: answer(308, '', { location: '/again' }), expected: 'unknown gateway_failed', arrivals: 1 },
  { fault: '400', how: answer(400, '{}'), expected: 'rejected rejected', arrivals: 1 },
  { fault: '401', how: answer(401, '{}'), expected: 'not_sent auth', arrivals: 1 },
  { fault: '402', how: answer(402, '{}'), expected: 'not_sent insufficient_funds', arrivals: 1 },
  { fault: '403', how: answer(403, html, { 'content-type': 'text/html' }), expected: 'not_sent auth', arrivals: 1 },
  {
    fault: '404',
    how: answer(404, html, { 'content-type': 'text/html' }),
    expected: 'not_sent base_url_invalid',
    arrivals: 1,
  },
  { fault: '405', how: answer(405, '{}'), expected: 'not_sent base_url_invalid', arrivals: 1 },
  { fault: '408', how: answer(408, ''), expected: 'unknown gateway_failed', arrivals: 1 },
  { fault: '409', how: answer(409, '{}'), expected: 'unknown gateway_failed', arrivals: 1 },
  { fault: '413', how: answer(413, '{}'), expected: 'rejected rejected', arrivals: 1 },
  { fault: '422', how: answer(422, '{}'), expected: 'rejected rejected', arrivals: 1 },
  { fault: '429', how: answer(429, '{}'), expected: 'not_sent rate_limited', arrivals: 1, retryAfterMs: null },
  {
    fault: '429, Retry-After 7',
    how: answer(429, '{}', { 'retry-after': '7' }),
    expected: 'not_sent rate_limited',
    arrivals: 1,
    retryAfterMs: 7000,
  },
  {
    fault: '429, Retry-After nonsense',
    how: answer(429, '{}', { 'retry-after': 'soon' }),
    expected: 'not_sent rate_limited',
    arrivals: 1,
    retryAfterMs: null,
  },
  {
    fault: '429, Retry-After a century',
    how: answer(429, '{}', { 'retry-after': '3153600000' }),
    expected: 'not_sent rate_limited',
    arrivals: 1,
    retryAfterMs: 86_400_000,
  },
  { fault: '499', how: answer(499, ''), expected: 'unknown gateway_failed', arrivals: 1 },
  { fault: '500', how: answer(500, '{}'), expected: 'unknown gateway_failed', arrivals: 1 },
  {
    fault: '502, HTML',
    how: answer(502, html, { 'content-type': 'text/html' }),
    expected: 'unknown gateway_failed',
    arrivals: 1,
  },
  {
    fault: '503, Retry-After',
    how: answer(503, '{}', { 'retry-after': '5' }),
    expected: 'unknown gateway_failed',
    arrivals: 1,
  },
  { fault: '504', how: answer(504, ''), expected: 'unknown gateway_failed', arrivals: 1 },
  {
    fault: 'HTML with 200',
    how: answer(200, html, { 'content-type': 'text/html' }),
    expected: 'unknown answer_html',
    arrivals: 1,
  },
  { fault: 'HTML said to be JSON', how: answer(200, html), expected: 'unknown answer_html', arrivals: 1 },
  { fault: 'empty with 200', how: answer(200, ''), expected: 'unknown answer_unreadable', arrivals: 1 },
  {
    fault: '204',
    how: raw('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n'),
    expected: 'unknown answer_unreadable',
    arrivals: 1,
  },
  { fault: 'null', how: answer(200, 'null'), expected: 'unknown answer_unreadable', arrivals: 1 },
  { fault: 'true', how: answer(200, 'true'), expected: 'unknown answer_unreadable', arrivals: 1 },
  { fault: 'an array for an object', how: answer(200, '[]'), expected: 'unknown answer_unreadable', arrivals: 1 },
  {
    fault: 'an object without meaning',
    how: answer(200, '{"hello":"world"}'),
    expected: 'unknown answer_unreadable',
    arrivals: 1,
  },
  { fault: 'half a JSON', how: answer(200, '{"status":"succ'), expected: 'unknown answer_unreadable', arrivals: 1 },
  {
    fault: 'a gzip bomb',
    how: answer(200, bomb, { 'content-encoding': 'gzip' }),
    expected: 'unknown answer_unreadable',
    arrivals: 1,
  },
  {
    fault: '50 MB',
    how: answer(200, Buffer.alloc(50_000_000, ' ')),
    expected: 'unknown answer_unreadable',
    arrivals: 1,
  },
  {
    fault: 'said to be gzip and is not',
    how: answer(200, '{}', { 'content-encoding': 'gzip' }),
    expected: 'unknown answer_unreadable',
    arrivals: 1,
  },
  {
    fault: 'a success with 500',
    how: Object.fromEntries(gatewayIds.map((id) => [id, answer(500, success[id])])) as Record<GatewayId, Fault>,
    expected: 'unknown answer_unreadable',
    arrivals: 1,
  },
  { fault: 'duplicate keys', how: spoilt(duplicateKeys), expected: 'unknown answer_unreadable', arrivals: 1 },
  {
    fault: 'contradictory spellings',
    how: spoilt(contradictions),
    expected: {
      kingsmspro: 'unknown answer_unreadable',
      devcodesms: 'unknown answer_partial',
      smspresto: 'unknown answer_unreadable',
      lmtgroup: 'unknown answer_unreadable',
    },
    arrivals: 1,
  },
  {
    fault: 'somebody else’s acceptance',
    how: spoilt(otherPeoples),
    expected: {
      kingsmspro: 'unknown answer_unreadable',
      devcodesms: 'unknown answer_partial',
      smspresto: 'unknown answer_partial',
      lmtgroup: 'unknown answer_unreadable',
    },
    arrivals: 1,
  },
  { fault: 'the true answer, untouched', how: spoilt(success), expected: 'accepted', arrivals: 1 },
]

const patientMs = 10_000
const seen = new Map<string, Map<GatewayId, string>>()

function told(outcome: SendOutcome | undefined): string {
  if (outcome === undefined) return 'nothing'
  return outcome.kind === 'accepted' ? 'accepted' : `${outcome.kind} ${outcome.error.code}`
}

const isSending = ({ path, body }: { readonly path: string; readonly body: string }): boolean =>
  /Send_sms_dev|sms\/send|\/push$|sendsms/.test(`${body} ${path}`)

async function attempt(
  id: GatewayId,
  cell: (typeof cells)[number],
  gateway: FakeGateway,
): Promise<SendOutcome | undefined> {
  const how = 'kind' in cell.how ? cell.how : cell.how[id]
  const closers: (() => unknown)[] = []
  const { pathname, port } = new URL(gateway.url)
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
  try {
    let baseUrl: string
    if (how.kind === 'address') {
      if (how.address === 'nameless') baseUrl = `https://griot.invalid${pathname}`
      else if (how.address === 'closed') {
        const proxy = await startFaultProxy(Number(port), { kind: 'pass' })
        await proxy.close()
        baseUrl = `http://127.0.0.1:${proxy.port}${pathname}`
      } else {
        const hole = await startBlackHole()
        closers.push(() => hole.close())
        baseUrl = `http://127.0.0.1:${hole.port}${pathname}`
      }
    } else {
      const proxy = await startFaultProxy(Number(port), how, cell.certificate ?? null)
      closers.push(() => proxy.close())
      baseUrl = `${cell.certificate === undefined ? 'http' : 'https'}://127.0.0.1:${proxy.port}${pathname}`
    }
    if (cell.unverified) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    const timeouts = { connectMs: cell.connectMs ?? patientMs, totalMs: cell.totalMs ?? patientMs }
    const http = createHttpClient({ clock: systemClock, limits: { timeouts }, extraCertificates: [testAuthority()] })
    closers.push(() => http.close())
    const result = await providerOf(id).send(
      { http, baseUrl, credentials: gateway.credentials, clock: systemClock, signal: new AbortController().signal },
      {
        messages: [{ id: 1, phone, text, encoding: 'GSM-7', segments: 1 }],
        sender: 'GRIOT',
        flash: false,
        callbackUrl: null,
      },
    )
    expect(result.outcomes).toHaveLength(1)
    return result.outcomes[0]
  } finally {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
    for (const close of closers.reverse()) await close()
  }
}

describe.each(gatewayIds)('%s', (id) => {
  it.each(cells.map((cell) => [cell.fault, cell] as const))('%s', async (fault, cell) => {
    const gateway = await startFakeGateway(id)
    try {
      const outcome = await attempt(id, cell, gateway)
      const arrivals = gateway.requests.filter(isSending).length
      const expected = typeof cell.expected === 'string' ? cell.expected : cell.expected[id]
      const isRight = told(outcome) === expected && arrivals === cell.arrivals && gateway.faults.length === 0
      const row = seen.get(fault) ?? new Map<GatewayId, string>()
      seen.set(fault, row.set(id, `${isRight ? '✓' : '✗'} ${told(outcome)} (${arrivals})`))
      expect({ outcome: told(outcome), arrivals, faults: gateway.faults }).toEqual({
        outcome: expected,
        arrivals: cell.arrivals,
        faults: [],
      })
      expect(new Set(gateway.log.map((entry) => entry.phone)).size).toBe(gateway.log.length)
      if (cell.retryAfterMs !== undefined) expect(outcome).toMatchObject({ retryAfterMs: cell.retryAfterMs })
    } finally {
      await gateway.close()
    }
  })
})

afterAll(() => {
  const isTty = process.stdout.isTTY || process.env.FORCE_COLOR !== undefined
  const paint = (cell: string): string => {
    const padded = cell.padEnd(32)
    return isTty ? `\u001b[3${cell.startsWith('✓') ? '2' : '1'}m${padded}\u001b[39m` : padded
  }
  const lines = [...seen].map(
    ([fault, row]) => `${fault.padEnd(36)}${gatewayIds.map((id) => paint(row.get(id) ?? '')).join('')}`,
  )
  console.log(
    [
      'Fault matrix: outcome (arrivals at the gateway)',
      `${''.padEnd(36)}${gatewayIds.map((id) => id.padEnd(32)).join('')}`,
      ...lines,
      `${[...seen.values()].reduce((sum, row) => sum + row.size, 0)} cells`,
    ].join('\n'),
  )
})
