/**
 * Connections to gateways: opened, verified, kept for the next exchange and found dead. Promises:
 * - a connection `stands` only once nothing that is written to it can go to the wrong place: for https: after its
 *   certificate was verified, whatever the environment says;
 * - it is used by one exchange at a time, and what arrives while nobody asked ends it.
 */
import net, { type Socket } from 'node:net'
import tls, { rootCertificates } from 'node:tls'
import type { Clock } from '../clock'

/** Where a URL leads, parsed once: campaigns ask the same few addresses thousands of times. */
export interface Target {
  readonly secure: boolean
  /** Name or address, without brackets. */
  readonly host: string
  readonly port: number
  /** As the Host field says it: with its port unless that is the usual one. */
  readonly authority: string
  /** Path and query, percent-encoded. */
  readonly path: string
  /** Connections are kept and shared by origin. */
  readonly origin: string
}

/** Throws TypeError where `url` is none, or holds a name or password. */
export function targetOf(url: string): Target {
  const { protocol, username, password, hostname, host, port, pathname, search, origin } = new URL(url)
  const secure = protocol === 'https:'
  if (!secure && protocol !== 'http:') throw new TypeError('not a web address')
  // no adapter signs in this way, and passing over a password would hide the mistake
  if (username !== '' || password !== '') throw new TypeError('credentials in a web address')
  return {
    secure,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    authority: host,
    path: pathname + search,
    origin,
  }
}

/** What the exchange that uses a connection is told. After `failed` nothing else comes. */
export interface ConnectionUser {
  stands(): void
  data(bytes: Buffer): void
  /** The other side will send nothing more. */
  ended(): void
  /** `error` is null where the connection closed without one. */
  failed(error: NodeJS.ErrnoException | null): void
}

export interface Connection {
  readonly socket: Socket
  /** It stood before this exchange: it may be dead without anybody having noticed. */
  readonly kept: boolean
  /** It waits for the next exchange, `ms` at most (null: as long as any); 0 closes it. Its user hears nothing more. */
  keep(ms: number | null): void
  /** Ends it at once. Its user hears nothing more. */
  drop(): void
}

export interface Connections {
  /** A kept connection, the last one used first, unless `fresh` asks for a new one. */
  take(target: Target, user: ConnectionUser, fresh: boolean): Connection
  close(): void
}

export interface ConnectionOptions {
  readonly clock: Clock
  readonly idleMs: number
  readonly extraCertificates: readonly string[] | undefined
}

interface Entry extends Connection {
  kept: boolean
  readonly origin: string
  user: ConnectionUser | null
  /** Monotonic ms after which it is not used again. */
  until: number
}

const mostKept = 256

/**
 * The next address of a name is tried when one refuses, or says nothing for 2 s: Node's own 250 ms give up slow mobile
 * networks. Only from Node 20: 18.15 sends no server name (SNI) when asked for this, and gives up instead of going on.
 */
const severalAddresses =
  Number.parseInt(process.versions.node, 10) >= 20
    ? { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 2_000 }
    : {}

export function createConnections({ clock, idleMs, extraCertificates }: ConnectionOptions): Connections {
  const authorities = extraCertificates === undefined ? {} : { ca: [...rootCertificates, ...extraCertificates] }
  const idle = new Map<string, Entry[]>()
  const all = new Set<Entry>()
  /** TLS sessions by origin: the next handshake is shorter. */
  const sessions = new Map<string, Buffer>()

  function connect({ secure, host, port, origin }: Target): Socket {
    const common = { host, port, noDelay: true, keepAlive: true, ...severalAddresses }
    if (!secure) return net.connect(common)
    const session = sessions.get(origin)
    const socket = tls.connect({
      ...common,
      ...authorities,
      // an address is verified as one, but never sent as a name (RFC 6066 section 3)
      servername: net.isIP(host) === 0 ? host : '',
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: true,
      ...(session === undefined ? {} : { session }),
    })
    socket.on('session', (fresh: Buffer) => sessions.set(origin, fresh))
    return socket
  }

  function open(target: Target, user: ConnectionUser): Entry {
    const { origin, secure } = target
    const socket = connect(target)
    let stood = false
    const entry: Entry = {
      socket,
      kept: false,
      origin,
      user,
      until: 0,
      keep: (ms) => keep(entry, ms),
      drop: () => drop(entry),
    }
    all.add(entry)
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      stood = true
      entry.user?.stands()
    })
    socket.on('data', (bytes: Buffer) => {
      if (entry.user === null) drop(entry)
      else entry.user.data(bytes)
    })
    socket.on('end', () => {
      if (entry.user === null) drop(entry)
      else entry.user.ended()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => lose(entry, error, stood))
    socket.on('close', () => lose(entry, null, stood))
    // counts from the last byte in either direction; an exchange has its own time limits
    socket.setTimeout(idleMs, () => {
      if (entry.user === null) drop(entry)
    })
    return entry
  }

  function forget(entry: Entry): ConnectionUser | null {
    const { user } = entry
    entry.user = null
    all.delete(entry)
    const waiting = idle.get(entry.origin)
    const at = waiting?.indexOf(entry) ?? -1
    if (waiting !== undefined && at !== -1) waiting.splice(at, 1)
    return user
  }

  function lose(entry: Entry, error: NodeJS.ErrnoException | null, stood: boolean): void {
    if (!stood) sessions.delete(entry.origin)
    forget(entry)?.failed(error)
  }

  function drop(entry: Entry): void {
    forget(entry)
    entry.socket.destroy()
  }

  function takeKept(origin: string): Entry | null {
    const waiting = idle.get(origin)
    for (;;) {
      const entry = waiting?.pop()
      if (entry === undefined) return null
      if (entry.until > clock.monotonic() && entry.socket.writable) return entry
      drop(entry)
    }
  }

  function keep(entry: Entry, ms: number | null): void {
    const forMs = Math.min(ms ?? idleMs, idleMs)
    const waiting = idle.get(entry.origin) ?? []
    // an answer may come before the request was taken whole: what is left of it must not stand before the next one
    if (forMs <= 0 || waiting.length >= mostKept || !entry.socket.writable || entry.socket.writableLength > 0) {
      drop(entry)
      return
    }
    entry.user = null
    entry.until = clock.monotonic() + forMs
    // a connection that waits keeps no program from ending
    entry.socket.unref()
    waiting.push(entry)
    idle.set(entry.origin, waiting)
  }

  return {
    take(target, user, fresh) {
      const entry = fresh ? null : takeKept(target.origin)
      if (entry === null) return open(target, user)
      entry.kept = true
      entry.user = user
      entry.socket.ref()
      return entry
    },
    close() {
      for (const entry of [...all]) entry.socket.destroy()
      idle.clear()
    },
  }
}
