/**
 * Pieces of a body put together in one buffer. A piece kept as it came would keep the whole read that it was cut from, and
 * cost a hundred bytes by itself: an answer in pieces of one byte took hundreds of megabytes.
 */

export interface GrowingBytes {
  /** Takes a copy of `piece`, except of the first one: most answers come in one. False when the cap is passed; nothing is added then. */
  add(piece: Buffer): boolean
  size(): number
  bytes(): Buffer
}

const nothing = Buffer.alloc(0)
const smallestBytes = 4096

/** `cap`: largest size in bytes. */
export function createGrowingBytes(cap: number): GrowingBytes {
  let held: Buffer = nothing
  let size = 0
  let isOwn = false

  const grow = (needed: number): void => {
    if (isOwn && held.length >= needed) return
    const larger = Buffer.allocUnsafeSlow(Math.min(cap, Math.max(needed, 2 * held.length, smallestBytes)))
    held.copy(larger, 0, 0, size)
    held = larger
    isOwn = true
  }

  return {
    add(piece) {
      if (piece.length === 0) return true
      if (size + piece.length > cap) return false
      if (size === 0) held = piece
      else {
        grow(size + piece.length)
        piece.copy(held, size)
      }
      size += piece.length
      return true
    },
    size: () => size,
    bytes: () => held.subarray(0, size),
  }
}
