import { expect, it } from 'vitest'
import { checkIntegrity } from '../../../scripts/fetch-package.ts'

const archive = Buffer.from('an archive')
const integrity = 'sha512-IbnGw0QBxGZ2nsdeiU1H89XrZWNYroNtxth7d0evaTd/gmaRNCffzQAn5ohzroli+K/ZQ6Kcz6ysq9JxE6mBvg=='

it('takes the archive whose hash is pinned', () => {
  expect(() => checkIntegrity('some-package@1.0.0', archive, integrity)).not.toThrow()
})

it.each([
  ['one byte more', Buffer.from('an archive\n'), integrity],
  ['another byte', Buffer.from('an Archive'), integrity],
  ['nothing', Buffer.alloc(0), integrity],
  ['no hash to compare with', archive, ''],
  ['a weaker hash', archive, 'sha1-pFwrVYbLQzGhU2gQ1nWlJ0kRhcU='],
])('refuses %s, and says which package it is', (_, given, expected) => {
  expect(() => checkIntegrity('some-package@1.0.0', given, expected)).toThrow(
    /^some-package@1\.0\.0 is not .* not used/,
  )
})
