/**
 * The local receiver of delivery reports that gateways post (devcodesms `dlrlist`, KING SMS PRO `url`): off by default,
 * loopback by default, a secret in the path, bounded in size, time and connections, answered only after the reports are
 * committed. A repeated or late report changes nothing. What is not understood or allowed is kept in a log, never "stored".
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '@shared/errors'
import type { Gateways } from '../accounts/gateways'
import type { CoreContext } from '../context'
import { foreignCall, hostName, isSameSecret, secretOf } from './addresses'
import { createCallLog } from './call-log'
import { watchCrowd } from './crowd'
import { storeReports } from './store-reports'

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
  readonly gateways: Gateways
}

const bodyLimit = 65_536
const headTimeoutMs = 5_000
const requestTimeoutMs = 10_000
const checkTimeoutsMs = 1_000
const mostConnections = 64

/** Throws AppError listener_failed where the address cannot be used. */
export async function startListener(
  context: CoreContext,
  { host, port, gateways }: ListenerOptions,
): Promise<Listener> {
  const { clock, log, events, teller } = context
  const callLog = createCallLog(context, gateways)
  let received = 0
  let lastAt: number | null = null

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = '', search = ''] = (request.url ?? '/').split(/\?(.*)/s)
    const [, given = '', gatewayId = ''] = path.split('/')
    // read at every call: another process may have made the address anew
    const { listener: settings } = context.settings()
    const provider = isSameSecret(given, secretOf(settings, gatewayId))
      ? gateways.find(({ description }) => description.id === gatewayId)
      : undefined
    const refuse = async (status: number, reason: Parameters<typeof callLog.keep>[1], text: string): Promise<void> => {
      crowd.isAnswering(request)
      await callLog.keep(gatewayId, reason, [text])
      answer(response, status, 'text/plain', '')
    }
    if (!provider?.readCallback) {
      crowd.isAnswering(request)
      answer(response, 404, 'text/plain', '')
      return
    }
    const own = [hostName(host), hostName(request.socket.localAddress ?? '')]
    const foreign = foreignCall(request.headers, { own, publicHost: settings.publicHost })
    if (foreign !== null) return refuse(403, 'foreign', foreign)
    const method = request.method ?? 'GET'
    // no vendor's document shows another method; a link in a page makes a GET
    if (method !== 'POST') return refuse(405, 'method', `${method} ?${search}`)
    const body = await readBody(request)
    if (body === null) return refuse(413, 'too_long', `> ${bodyLimit}`)
    crowd.isAnswering(request)
    const query = new Map([...new URLSearchParams(search)].reverse())
    const contentType = request.headers['content-type'] ?? ''
    const reading = provider.readCallback({ method, query, contentType, body })
    if (!reading) return refuse(400, 'unread', search === '' ? body : `?${search} ${body}`)
    const {
      isStored,
      received: counted,
      campaigns,
      failed,
      strangers,
    } = await storeReports(context, gatewayId, reading.reports)
    const unread = [...reading.unread, ...failed]
    if (unread.length > 0) await callLog.keep(gatewayId, 'unread', unread)
    if (strangers.length > 0) await callLog.keep(gatewayId, 'stranger', strangers)
    received += counted
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
      headersTimeout: headTimeoutMs,
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
  const crowd = watchCrowd(server)
  server.maxConnections = mostConnections
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
    const fail = (error: unknown): void => reject(new AppError('listener_failed', { host, port }, { cause: error }))
    server.once('error', fail)
    try {
      server.listen(port, host, () => resolve())
    } catch (error) {
      // a name that is no host's
      fail(error)
    }
  })
}

function answer(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // the rest of a refused request is not read
    ...(status === 200 ? {} : { connection: 'close' }),
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
      } else chunks.push(Buffer.from(chunk))
    })
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    request.on('error', reject)
  })
}
