/**
 * The two files that hold an icon in several sizes, from PNG images: Windows' .ico and macOS' .icns. Both are a short
 * header, a directory and the PNGs as they are (Windows since Vista, macOS since 10.7).
 */

export interface IconImage {
  /** Width and height in pixels. */
  size: number
  png: Buffer
}

/** .ico: 6 bytes of header, 16 bytes a size, then the images. A size of 256 is written 0. (Microsoft, ICO format.) */
export function encodeIco(images: readonly IconImage[]): Buffer {
  const header = Buffer.alloc(6)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length + images.length * 16
  const directory = images.map(({ size, png }) => {
    const entry = Buffer.alloc(16)
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([header, ...directory, ...images.map(({ png }) => png)])
}

/** Types of .icns entries that hold a PNG, by size in pixels: plain ones, and those for a screen of twice the density. */
const icnsTypes: Readonly<Record<number, readonly string[]>> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['icp6', 'ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

/** .icns: the magic word and the length of the file, then type, length and PNG of each entry; big-endian. */
export function encodeIcns(images: readonly IconImage[]): Buffer {
  const entries = images.flatMap(({ size, png }) =>
    (icnsTypes[size] ?? []).map((type) => {
      const head = Buffer.alloc(8)
      head.write(type, 0, 'ascii')
      head.writeUInt32BE(png.length + 8, 4)
      return Buffer.concat([head, png])
    }),
  )
  const body = Buffer.concat(entries)
  const head = Buffer.alloc(8)
  head.write('icns', 0, 'ascii')
  head.writeUInt32BE(body.length + 8, 4)
  return Buffer.concat([head, body])
}
