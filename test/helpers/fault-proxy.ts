/**
 * Stands between a client and a gateway and breaks the conversation at the level of TCP and TLS: connections that never
 * stand, certificates that must not be trusted, requests cut off half way, answers that are cut, dripped, swallowed or
 * replaced byte for byte. The gateway behind it is the judge of what arrived.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'

export type Fault =
  | { readonly kind: 'pass' }
  /** Reset: as soon as it stands (TLS: before the handshake), at the first byte of the request, in the middle of its body, or once all of it arrived. */
  | { readonly kind: 'reset'; readonly at: 'connection' | 'first_byte' | 'half_request' | 'whole_request' }
  /** The gateway answers, and only so much of it comes through (0 to 1), then a reset or a polite end. */
  | { readonly kind: 'half_answer'; readonly part: number; readonly end: 'reset' | 'close' }
  /** The request goes through, the answer never comes. */
  | { readonly kind: 'swallow' }
  /** Not even the request goes through, and nothing is ever said. */
  | { readonly kind: 'deaf' }
  /** The answer comes byte by byte. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  /** The request goes through; these bytes come back in place of the gateway's answer. */
  | { readonly kind: 'replace'; readonly bytes: Buffer }

export type CertificateName = 'good' | 'expired' | 'other-host' | 'self-signed'

export interface FaultProxy {
  readonly port: number
  /** Connections that clients opened. */
  readonly connections: () => number
  close(): Promise<void>
}

const pem = (file: string): string => readFileSync(new URL(`../fixtures/tls/${file}`, import.meta.url), 'utf8')

/** The authority that signed every certificate but the self-signed one. */
export const testAuthority = (): string => pem('authority.pem')

/** @param certificate speaks TLS with it; null speaks plain HTTP. */
export async function startFaultProxy(
  gatewayPort: number,
  fault: Fault,
  certificate: CertificateName | null = null,
): Promise<FaultProxy> {
  const sockets = new Set<Socket>()
  let connections = 0
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  }
  const serve = (client: Socket): void => {
    connections += 1
    keep(client)
    relay(client, gatewayPort, fault, keep)
  }
  const server: Server =
    certificate === null
      ? createServer(serve)
      : createSecureServer({ key: pem(`${certificate}.key`), cert: pem(`${certificate}.pem`) }, serve)
  server.on('tlsClientError', () => undefined)
  if (certificate !== null) {
    server.on('connection', (socket: Socket) => {
      keep(socket)
      if (fault.kind === 'reset' && fault.at === 'connection') socket.resetAndDestroy()
    })
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** Bytes that a request needs to be whole: its head and its Content-Length. Null while the head is not there yet. */
function wholeLength(request: Buffer): number | null {
  const headEnd = request.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const length = /\r\ncontent-length: *(\d+)/i.exec(request.subarray(0, headEnd).toString('latin1'))?.[1] ?? '0'
  return headEnd + 4 + Number(length)
}

function relay(client: Socket, gatewayPort: number, fault: Fault, keep: (socket: Socket) => void): void {
  if (fault.kind === 'reset' && fault.at === 'connection') {
    reset(client)
    return
  }
  if (fault.kind === 'deaf') {
    client.resume()
    return
  }
  let request = Buffer.alloc(0)
  let gateway: Socket | null = null
  client.on('data', (chunk) => {
    request = Buffer.concat([request, chunk])
    if (fault.kind === 'reset' && fault.at === 'first_byte') {
      reset(client)
      return
    }
    const whole = wholeLength(request)
    if (whole === null) return
    if (fault.kind === 'reset' && fault.at === 'half_request') {
      gateway ??= toGateway(request.subarray(0, Math.floor(whole - (whole - request.indexOf('\r\n\r\n')) / 2)))
      return
    }
    if (request.length >= whole) gateway ??= toGateway(request.subarray(0, whole))
  })

  function toGateway(bytes: Buffer): Socket {
    const socket = connect(gatewayPort, '127.0.0.1')
    keep(socket)
    socket.write(bytes, () => {
      if (fault.kind === 'reset' && fault.at === 'half_request') {
        socket.destroy()
        reset(client)
      }
    })
    let answer = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      if (fault.kind === 'pass') {
        client.write(chunk)
        return
      }
      answer = Buffer.concat([answer, chunk])
      if ((wholeLength(answer) ?? Infinity) > answer.length) return
      if (fault.kind === 'reset') reset(client)
      else if (fault.kind === 'replace') client.end(fault.bytes)
      else if (fault.kind === 'drip') drip(client, answer, fault.everyMs)
      else if (fault.kind === 'half_answer') {
        const { end } = fault
        client.write(answer.subarray(0, Math.floor(answer.length * fault.part)), () =>
          end === 'reset' ? reset(client) : client.end(),
        )
      }
    })
    return socket
  }
}

/** Of a TLS socket the connection beneath: a reset is not part of TLS. */
function reset(socket: Socket): void {
  const beneath = (socket as Socket & { _parent?: Socket })._parent
  if (beneath instanceof Object) beneath.resetAndDestroy()
  else socket.resetAndDestroy()
}

function drip(client: Socket, answer: Buffer, everyMs: number): void {
  let sent = 0
  const step = (): void => {
    if (client.destroyed) return
    client.write(answer.subarray(sent, (sent += 1)))
    if (sent < answer.length) setTimeout(step, everyMs)
  }
  step()
}

/**
 * An address at which connections never stand: somebody listens but never accepts, and the system's queue is full (its
 * process is stopped). Linux only.
 */
export async function startBlackHole(): Promise<{ port: number; close(): void }> {
  const code = `const s=require('node:net').createServer();s.listen({port:0,host:'127.0.0.1',backlog:1},()=>console.log(s.address().port))`
  const child: ChildProcess = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await new Promise<number>((resolve) =>
    child.stdout?.once('data', (text: Buffer) => resolve(Number(text.toString()))),
  )
  child.kill('SIGSTOP')
  const waiting: Socket[] = []
  for (let isOpen = true; isOpen && waiting.length < 16;) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    waiting.push(socket)
    isOpen = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), 300)
      socket.once('connect', () => {
        clearTimeout(timer)
        resolve(true)
      })
    })
  }
  return {
    port,
    close() {
      for (const socket of waiting) socket.destroy()
      child.kill('SIGKILL')
    },
  }
}
