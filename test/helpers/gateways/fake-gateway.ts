/**
 * What the strict fake gateways have in common: a real HTTP server on 127.0.0.1, an append-only log of what was accepted
 * (the judge of "nobody twice, nobody forgotten"), balances that go down, and misbehaviour on demand.
 *
 * The vendors' own rules are in the files beside this one, written from their documents, not from the adapters. This folder
 * imports nothing of Griot and uses erasable TypeScript only, so that plain Node runs it (serve.mjs).
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'
import type { ArchiveLies } from './archive-lies'

export type GatewayId = 'kingsmspro' | 'devcodesms' | 'smspresto' | 'lmtgroup'

export interface AcceptedMessage {
  /** Digits with `+`. */
  readonly phone: string
  readonly text: string
  readonly sender: string
  /** The gateway's id: given to the client where the vendor gives one. */
  readonly id: string
  readonly segments: number
  /** Epoch ms. */
  readonly at: number
  readonly flash: boolean
  readonly callbackUrl: string | null
}

export interface SeenRequest {
  readonly method: string
  /** Without query. */
  readonly path: string
  /** With `?`; '' for none. */
  readonly query: string
  readonly headers: IncomingHttpHeaders
  /** As UTF-8; U+FFFD where it was not. */
  readonly body: string
}

export interface Reply {
  readonly status: number
  readonly body: string
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** How one request goes wrong. `accept: true` lets the gateway accept the messages before that. */
export type Misbehaviour =
  /** Reads the request and never answers. */
  | { readonly kind: 'hang'; readonly accept?: boolean }
  /** Resets the connection: on seeing the headers, after the whole body, or in the middle of the answer. */
  | { readonly kind: 'reset'; readonly at: 'headers' | 'body' | 'mid_reply'; readonly accept?: boolean }
  /** Answers rightly, one byte at a time. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  /** Answers rightly, late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Answers this instead. */
  | { readonly kind: 'answer'; readonly reply: Reply; readonly accept?: boolean }
  /** Answers rightly, compressed. */
  | { readonly kind: 'encoded'; readonly encoding: 'gzip' | 'deflate' | 'br' }
  /** Answers rightly, but with this HTTP status. */
  | { readonly kind: 'status'; readonly status: number }
  /** Answers rightly and then closes the connection without having said so. */
  | { readonly kind: 'close_silently' }

interface MisbehaviourOptions {
  /** How many requests; default 1. */
  readonly times?: number
  /** Which requests; default any. For a reset at the headers the body is still empty. */
  readonly matching?: (request: SeenRequest) => boolean
}

export interface FakeGateway {
  readonly id: GatewayId
  /** Base URL as an account's setting, without a slash at the end. */
  readonly url: string
  /** Everything accepted, in order. */
  readonly log: readonly AcceptedMessage[]
  /** Every request whose headers arrived, in order. */
  readonly requests: readonly SeenRequest[]
  /** Why requests were refused as not being what the vendor's document says: empty after a right client. */
  readonly faults: readonly string[]
  /** Connections accepted so far. */
  readonly connections: number
  /** In the vendor's unit; goes down with every accepted segment. */
  balance: number
  /** What the gateway takes for right; change it to make every client wrong. */
  credentials: Record<string, string>
  /** Numbers (digits) that the gateway refuses as invalid. */
  readonly refused: Set<string>
  /** Numbers (digits) that a batch gateway drops without a word. */
  readonly dropped: Set<string>
  /** The vendor's delivery status by message id, where it has one. */
  readonly statuses: Map<string, string>
  /** How its archive differs from what was accepted; {} for an honest one. */
  archiveLies: ArchiveLies
  /** Puts a message into the archive that was accepted before, from elsewhere. */
  remember(message: Pick<AcceptedMessage, 'phone' | 'text' | 'at'>): void
  misbehave(how: Misbehaviour, options?: MisbehaviourOptions): void
  close(): Promise<void>
}

export interface FakeGatewayOptions {
  readonly port?: number
  /** JSONL, appended to: one line per accepted message, written before the answer. */
  readonly logFile?: string
  readonly credentials?: Readonly<Record<string, string>>
  /** Default 10 000. */
  readonly balance?: number
  /** Time before each answer. Default 0. */
  readonly latencyMs?: number
  /** Its clock, epoch ms. Default: this computer's. */
  readonly now?: () => number
}

/** What a vendor's rules see and do. */
export interface Desk {
  readonly gateway: FakeGateway
  /** Records an acceptance, charges `segments × price` and gives the message its id. */
  accept(message: Omit<AcceptedMessage, 'id' | 'at'>, price?: number): AcceptedMessage
  /** Notes why a request is refused. */
  fault(reason: string): void
}

/** One vendor's rules. */
export interface Vendor {
  readonly id: GatewayId
  /** Path of the base URL, without a slash at the end. */
  readonly basePath: string
  readonly credentials: Readonly<Record<string, string>>
  readonly messageId: (number: number) => string
  answer(request: SeenRequest, desk: Desk): Reply
}

export function json(status: number, value: unknown): Reply {
  return { status, body: JSON.stringify(value), contentType: 'application/json' }
}

/** Starts `vendor` on 127.0.0.1. */
export async function startGateway(vendor: Vendor, options: FakeGatewayOptions = {}): Promise<FakeGateway> {
  const log: AcceptedMessage[] = []
  const requests: SeenRequest[] = []
  const faults: string[] = []
  const rules: { how: Misbehaviour; left: number; matching: (request: SeenRequest) => boolean }[] = []
  const sockets = new Set<Socket>()
  const file = options.logFile === undefined ? null : openSync(options.logFile, 'a')
  let connections = 0
  let accepted = 0

  const server = createServer((incoming, response) => {
    const head = seen(incoming, '')
    const isEarly = ({ how }: { how: Misbehaviour }): boolean => how.kind === 'reset' && how.at === 'headers'
    const pick = (request: SeenRequest, early: boolean): Misbehaviour | null => {
      const rule = rules.find((each) => each.left > 0 && isEarly(each) === early && each.matching(request))
      if (rule !== undefined) rule.left--
      return rule?.how ?? null
    }
    if (pick(head, true) !== null) {
      requests.push(head)
      incoming.socket.resetAndDestroy()
      return
    }
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('error', () => undefined)
    incoming.on('end', () => {
      const request = seen(incoming, Buffer.concat(chunks).toString('utf8'))
      requests.push(request)
      const how = pick(request, false)
      const go = (): void => respond(request, response, how)
      if (options.latencyMs === undefined) go()
      else setTimeout(go, options.latencyMs)
    })
  })
  // far above what any test leaves idle, so that closing is always somebody's decision
  server.keepAliveTimeout = 60_000
  server.on('connection', (socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
  })

  function respond(request: SeenRequest, response: ServerResponse, how: Misbehaviour | null): void {
    const refusesWork = (how?.kind === 'hang' || how?.kind === 'reset' || how?.kind === 'answer') && how.accept !== true
    const right = refusesWork ? null : vendor.answer(request, desk)
    switch (how?.kind) {
      case undefined:
        write(response, right)
        break
      case 'hang':
        break
      case 'reset':
        if (how.at === 'mid_reply') writeHalf(response, right)
        else response.socket?.resetAndDestroy()
        break
      case 'answer':
        write(response, how.reply)
        break
      case 'slow':
        setTimeout(() => write(response, right), how.delayMs)
        break
      case 'drip':
        drip(response, right, how.everyMs)
        break
      case 'status':
        write(response, right === null ? null : { ...right, status: how.status })
        break
      case 'encoded':
        write(response, right, how.encoding)
        break
      case 'close_silently': {
        const { socket } = response
        response.on('finish', () => socket?.end())
        write(response, right)
        break
      }
    }
  }

  const gateway: FakeGateway = {
    id: vendor.id,
    url: '',
    log,
    requests,
    faults,
    get connections() {
      return connections
    },
    balance: options.balance ?? 10_000,
    credentials: { ...(options.credentials ?? vendor.credentials) },
    refused: new Set(),
    dropped: new Set(),
    statuses: new Map(),
    archiveLies: {},
    remember(message) {
      const entry = { ...message, sender: 'AUTRE', segments: 1, flash: false, callbackUrl: null }
      log.push({ ...entry, id: vendor.messageId(++accepted) })
    },
    misbehave(how, { times = 1, matching = () => true } = {}) {
      rules.push({ how, left: times, matching })
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => {
          if (file !== null) closeSync(file)
          resolve()
        })
      }),
  }

  const desk: Desk = {
    gateway,
    accept(message, price = 1) {
      const entry: AcceptedMessage = { ...message, id: vendor.messageId(++accepted), at: (options.now ?? Date.now)() }
      if (file !== null) writeSync(file, `${JSON.stringify(entry)}\n`)
      log.push(entry)
      gateway.balance -= entry.segments * price
      return entry
    },
    fault: (reason) => void faults.push(reason),
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return Object.assign(gateway, { url: `http://127.0.0.1:${port}${vendor.basePath}` })
}

function seen(incoming: IncomingMessage, body: string): SeenRequest {
  const [path = '', query] = (incoming.url ?? '').split(/\?(.*)/s)
  return {
    method: incoming.method ?? '',
    path,
    query: query === undefined ? '' : `?${query}`,
    headers: incoming.headers,
    body,
  }
}

const compress = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: (plain: Buffer) => brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
}

function write(response: ServerResponse, reply: Reply | null, encoding?: 'gzip' | 'deflate' | 'br'): void {
  if (reply === null || response.destroyed) return
  const plain = Buffer.from(reply.body, 'utf8')
  const body = encoding === undefined ? plain : compress[encoding](plain)
  response.writeHead(reply.status, {
    'content-type': reply.contentType ?? 'text/html; charset=UTF-8',
    'content-length': String(body.length),
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    ...reply.headers,
  })
  response.end(body)
}

/** The first half of an answer that promised more, then a reset. */
function writeHalf(response: ServerResponse, reply: Reply | null): void {
  const body = reply?.body ?? '{"status":"success","message":'
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length + 100) })
  response.write(body.slice(0, Math.ceil(body.length / 2)), () => response.socket?.resetAndDestroy())
}

function drip(response: ServerResponse, reply: Reply | null, everyMs: number): void {
  if (reply === null) return
  const body = Buffer.from(reply.body, 'utf8')
  response.writeHead(reply.status, { 'content-type': 'application/json', 'content-length': String(body.length) })
  let next = 0
  const step = (): void => {
    if (response.destroyed) return
    response.write(body.subarray(next, next + 1))
    next++
    if (next < body.length) setTimeout(step, everyMs)
    else response.end()
  }
  step()
}
