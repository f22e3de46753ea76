/** CRC-32 of ZIP files (ISO 3309), four bytes a step; node:zlib has one only from Node 22.2 on. */

const tables = makeTables()

function makeTables(): readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  const first = new Uint32Array(256)
  for (let index = 0; index < 256; index++) {
    let value = index
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
    first[index] = value
  }
  const following = (previous: Uint32Array): Uint32Array =>
    previous.map((value) => (value >>> 8) ^ (first[value & 255] ?? 0))
  const second = following(first)
  const third = following(second)
  return [first, second, third, following(third)]
}

/** @param before the checksum of what came before, 0 at the start */
export function crc32(bytes: Uint8Array, before: number): number {
  const [t0, t1, t2, t3] = tables
  const whole = bytes.length - (bytes.length % 4)
  let crc = ~before
  let index = 0
  for (; index < whole; index += 4) {
    crc ^=
      (bytes[index] ?? 0) |
      ((bytes[index + 1] ?? 0) << 8) |
      ((bytes[index + 2] ?? 0) << 16) |
      ((bytes[index + 3] ?? 0) << 24)
    crc = (t3[crc & 255] ?? 0) ^ (t2[(crc >>> 8) & 255] ?? 0) ^ (t1[(crc >>> 16) & 255] ?? 0) ^ (t0[crc >>> 24] ?? 0)
  }
  for (; index < bytes.length; index++) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[index] ?? 0)) & 255] ?? 0)
  return ~crc >>> 0
}
