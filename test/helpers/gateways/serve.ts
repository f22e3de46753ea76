/**
 * A fake gateway as a process of its own, for the crash harness and for trying the program by hand:
 *
 *     node_modules/.bin/node test/helpers/gateways/serve.mjs kingsmspro [--port N] [--log FILE.jsonl] [--latency MS]
 *         [--balance N] [--credentials '{"apiKey":"…"}']
 *
 * Prints one line of JSON when it is ready: `{"id","url","credentials"}`. Then each line of standard input is an order:
 * `{"misbehave": {…}, "times": n}`, `{"balance": n}`, `{"credentials": {…}}`, `{"refuse": ["237…"]}`, `{"drop": ["237…"]}`,
 * `{"remember": {…}}`, `{"lies": seed}` (archive-lies.ts). Ends with SIGTERM or when standard input is closed by `{"close": true}`.
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { liesOf } from './archive-lies'
import type { Misbehaviour } from './fake-gateway'
import { startFakeGateway } from './start'

interface Order {
  readonly misbehave?: Misbehaviour
  readonly times?: number
  readonly balance?: number
  readonly credentials?: Record<string, string>
  readonly refuse?: readonly string[]
  readonly drop?: readonly string[]
  readonly remember?: { readonly phone: string; readonly text: string; readonly at: number }
  /** Seed of what is wrong with its archive. */
  readonly lies?: number
  readonly close?: true
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string' },
    log: { type: 'string' },
    latency: { type: 'string' },
    balance: { type: 'string' },
    credentials: { type: 'string' },
  },
})

const gateway = await startFakeGateway(positionals[0] ?? '', {
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values.log === undefined ? {} : { logFile: values.log }),
  ...(values.latency === undefined ? {} : { latencyMs: Number(values.latency) }),
  ...(values.balance === undefined ? {} : { balance: Number(values.balance) }),
  ...(values.credentials === undefined
    ? {}
    : { credentials: JSON.parse(values.credentials) as Record<string, string> }),
})
console.log(JSON.stringify({ id: gateway.id, url: gateway.url, credentials: gateway.credentials }))

process.on('SIGTERM', () => process.exit(0))
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue
  const order = JSON.parse(line) as Order
  if (order.misbehave !== undefined) gateway.misbehave(order.misbehave, { times: order.times ?? 1 })
  if (order.balance !== undefined) gateway.balance = order.balance
  if (order.credentials !== undefined) gateway.credentials = order.credentials
  for (const phone of order.refuse ?? []) gateway.refused.add(phone)
  for (const phone of order.drop ?? []) gateway.dropped.add(phone)
  if (order.remember !== undefined) gateway.remember(order.remember)
  if (order.lies !== undefined) gateway.archiveLies = liesOf(order.lies)
  if (order.close === true) {
    await gateway.close()
    break
  }
}
