import { describe, expect, it } from 'vitest'
import { isLoopback } from '@shared/domain/loopback'

describe('an address that only this computer reaches', () => {
  it.each([
    'localhost',
    ' LOCALHOST',
    '127.0.0.1',
    '127.8.9.255',
    '::1',
    '[::1]',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
  ])('%s', (host) => expect(isLoopback(host)).toBe(true))

  it.each([
    '0.0.0.0',
    '::',
    '',
    '192.168.1.4',
    '127.0.0.1.evil.example',
    '127.0.0.256',
    '1127.0.0.1',
    'localhost.evil.example',
  ])('not %s', (host) => expect(isLoopback(host)).toBe(false))
})
