/**
 * The local receiver of delivery reports that gateways post (devcodesms `dlrlist`, KING SMS PRO `url`): off by default,
 * loopback by default, a secret in the path, bounded in size and time, answered only after the reports are committed.
 * A repeated or late report changes nothing. Address: /<secret>/<gateway id>.
 */
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '@shared/errors'
import type { Gateways } from '../accounts/gateways'
import type { CoreContext } from '../context'
import type { CallbackReading } from '../providers/provider'
import { keepEarlyReport, messagesByGatewayId } from '../storage/receipt'
import { applyReport } from './apply-report'

export interface Listener {
  readonly host: string
  readonly port: number
  received(): number
  lastAt(): number | null
  close(): Promise<void>
}

export interface ListenerOptions {
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  readonly secret: string
  readonly gateways: Gateways
}

interface Stored {
  /** By report. */
  readonly isStored: readonly boolean[]
  /** Whose messages the reports are about. */
  readonly campaigns: ReadonlySet<number>
}

const bodyLimit = 1_048_576
const requestTimeoutMs = 15_000
const checkTimeoutsMs = 2000

/** Throws AppError listener_failed where the address cannot be used. */
export async function startListener(
  context: CoreContext,
  { host, port, secret, gateways }: ListenerOptions,
): Promise<Listener> {
  const { db, clock, log, events, teller } = context
  let received = 0
  let lastAt: number | null = null

  /** Stores what a callback reports; one transaction, so that "stored" is true only after the commit. */
  const store = db.transaction((gatewayId: string, reading: CallbackReading): Stored => {
    const campaigns = new Set<number>()
    const isStored = reading.reports.map((report) => {
      if (report.gatewayMessageId === null) return false
      const [message] = messagesByGatewayId(db, gatewayId, report.gatewayMessageId).filter(
        ({ phone }) => report.phone === null || phone === report.phone,
      )
      if (message) {
        applyReport(db, message, report, 'callback', clock.now())
        campaigns.add(message.campaignId)
      }
      // quicker than the answer to the send, or somebody else's message: kept for a day, and stored as far as the gateway
      // is concerned, or it would repeat for ever
      else keepEarlyReport(db, gatewayId, { ...report, gatewayMessageId: report.gatewayMessageId }, clock.now())
      return true
    })
    return { isStored, campaigns }
  })

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = '', search = ''] = (request.url ?? '/').split(/\?(.*)/s)
    const [, given = '', gatewayId = ''] = path.split('/')
    const provider = isSame(given, secret)
      ? gateways.find(({ description }) => description.id === gatewayId)
      : undefined
    if (!provider?.readCallback) {
      answer(response, 404, 'text/plain', '')
      return
    }
    const body = await readBody(request)
    if (body === null) {
      answer(response, 413, 'text/plain', '')
      return
    }
    const query = new Map([...new URLSearchParams(search)].reverse())
    const reading = provider.readCallback({
      method: request.method ?? 'GET',
      query,
      contentType: request.headers['content-type'] ?? '',
      body,
    })
    if (!reading) {
      answer(response, 400, 'text/plain', '')
      return
    }
    const { isStored, campaigns } = store.immediate(gatewayId, reading)
    received += isStored.filter(Boolean).length
    lastAt = clock.now()
    events.emit('data.changed', { noun: 'receipts' })
    events.emit('data.changed', { noun: 'messages' })
    for (const campaignId of campaigns) teller.progress(campaignId)
    const reply = reading.reply(isStored)
    answer(response, reply.status, reply.contentType, reply.body)
  }

  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: checkTimeoutsMs,
      maxHeaderSize: 8192,
    },
    (request, response) => {
      handle(request, response).catch((error: unknown) => {
        // not stored: the gateway tries again
        log.error('delivery report refused', { error: error instanceof AppError ? error.code : String(error) })
        if (!response.headersSent) answer(response, 503, 'text/plain', '')
      })
    },
  )
  server.maxConnections = 64
  await listen(server, host, port)
  const address = server.address() as AddressInfo
  return {
    host,
    port: address.port,
    received: () => received,
    lastAt: () => lastAt,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new AppError('listener_failed', { host, port }, { cause: error })),
    )
    server.listen(port, host, () => resolve())
  })
}

function answer(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 413 ? { connection: 'close' } : {}),
  })
  response.end(body)
}

/** Null beyond the limit. */
function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > bodyLimit) {
        request.pause()
        resolve(null)
      } else chunks.push(chunk)
    })
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    request.on('error', reject)
  })
}

/** Takes the same time whatever the difference. */
function isSame(given: string, secret: string): boolean {
  if (secret === '') return false
  const expected = Buffer.from(secret)
  const actual = Buffer.alloc(expected.length)
  actual.write(given)
  return timingSafeEqual(actual, expected) && given.length === secret.length
}
