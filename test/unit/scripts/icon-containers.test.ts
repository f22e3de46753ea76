import { describe, expect, it } from 'vitest'
import { encodeIcns, encodeIco } from '../../../scripts/icon-containers.ts'

const images = [
  { size: 32, png: Buffer.from('thirty-two') },
  { size: 256, png: Buffer.from('two hundred and fifty-six') },
]

describe('an .ico file', () => {
  it('lists each image with its size, length and place', () => {
    const file = encodeIco(images)
    expect(file.readUInt16LE(4)).toBe(2)
    expect([file.readUInt8(6), file.readUInt8(22)]).toEqual([32, 0])
    const at = file.readUInt32LE(22 + 12)
    expect(file.subarray(at, at + file.readUInt32LE(22 + 8)).toString()).toBe('two hundred and fifty-six')
  })
})

describe('an .icns file', () => {
  it('is as long as it says, entry by entry', () => {
    const file = encodeIcns(images)
    expect(file.toString('ascii', 0, 4)).toBe('icns')
    expect(file.readUInt32BE(4)).toBe(file.length)
    const types: string[] = []
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) types.push(file.toString('ascii', at, at + 4))
    expect(types).toEqual(['icp5', 'ic11', 'ic08', 'ic13'])
  })
})
