import { describe, expect, it } from 'vitest'
import { checkBaseUrl } from '@core/providers/base-url'
import { providers } from '@core/providers/registry'

describe("an account's address", () => {
  it.each([
    ['https://edok-api.kingsmspro.org/api/v1', 'https://edok-api.kingsmspro.org/api/v1'],
    ['https://smspresto.com/console/api/', 'https://smspresto.com/console/api'],
    [' HTTPS://Example.com ', 'https://example.com'],
    ['https://exemple.com:8443/préfixe/a//', 'https://exemple.com:8443/pr%C3%A9fixe/a'],
    ['http://127.0.0.1:4000/api', 'http://127.0.0.1:4000/api'],
    ['http://127.9.9.9', 'http://127.9.9.9'],
    ['http://localhost:80/x/', 'http://localhost/x'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('%s is kept as %s', (given, kept) => {
    expect(checkBaseUrl(given)).toBe(kept)
  })

  it.each([
    'http://example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://10.0.0.1',
    'http://0.0.0.0',
  ])('%s would show the key to the network', (given) => {
    expect(() => checkBaseUrl(given)).toThrow(expect.objectContaining({ code: 'base_url_insecure' }))
  })

  it.each([
    '',
    'example.com',
    'ftp://example.com',
    'file:///etc/passwd',
    'https://',
    'https://me:secret@example.com',
    'https://me@example.com',
    'https://example.com/?key=1',
    'https://example.com/?',
    'https://example.com/#',
    `https://example.com/${'x'.repeat(500)}`,
  ])('%s is none', (given) => {
    expect(() => checkBaseUrl(given)).toThrow(expect.objectContaining({ code: 'base_url_invalid', params: {} }))
  })

  it("is right for every gateway's own", () => {
    for (const { description } of providers) {
      if (description.sandbox) expect(description.defaultBaseUrl).toBeNull()
      else expect(checkBaseUrl(description.defaultBaseUrl!)).toBe(description.defaultBaseUrl!.replace(/\/$/, ''))
    }
  })
})
