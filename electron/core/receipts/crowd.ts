/**
 * Keeps room for the next caller: when the receiver's connections run out, the oldest one that has not sent a whole request
 * is dropped. A caller with something to say needs milliseconds; one that holds connections open wants to keep others out.
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/** From this many connections on, the oldest that is not being answered makes room. */
const crowded = 48

export interface Crowd {
  /** The request was read whole, or was refused without reading on: its connection stays until it is answered. */
  isAnswering(request: IncomingMessage): void
}

export function watchCrowd(server: Server): Crowd {
  /** Oldest first. */
  const waiting = new Set<Socket>()
  let open = 0
  const wait = (socket: Socket): void => {
    waiting.delete(socket)
    waiting.add(socket)
  }
  server.on('connection', (socket: Socket) => {
    open += 1
    socket.once('close', () => {
      open -= 1
      waiting.delete(socket)
    })
    if (open >= crowded) {
      const [oldest] = waiting
      oldest?.destroy()
    }
    wait(socket)
  })
  server.on('request', (request, response) => {
    response.once('finish', () => {
      if (!request.socket.destroyed) wait(request.socket)
    })
  })
  return { isAnswering: (request) => void waiting.delete(request.socket) }
}
