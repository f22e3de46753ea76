import { describe, expect, it } from 'vitest'
import { wireError } from '@shared/errors'
import { startChoiceOf, startFailurePage } from '../../../electron/main/start-failure-page'

const choicesOf = (html: string) => [...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => startChoiceOf(url!))

describe('the page of a failed start', () => {
  it('says what happened and offers what can be done', () => {
    const html = startFailurePage(
      { error: wireError('folder_read_only', { path: '/data' }), language: 'fr', backupAt: null },
      'n',
    )
    expect(html).toContain('<html lang="fr">')
    expect(html).toContain('Griot n’a pas pu ouvrir ses données')
    expect(choicesOf(html)).toEqual(['retry', 'openFolder', 'openLogs', 'quit'])
  })

  it('offers the last backup first where there is one', () => {
    const html = startFailurePage(
      { error: wireError('database_damaged'), language: 'en', backupAt: Date.UTC(2026, 10, 22, 10, 5) },
      'n',
    )
    expect(choicesOf(html)[0]).toBe('restore')
    expect(html).toContain('22 November 2026')
  })

  it.each(['data_in_use', 'data_replaced'] as const)(
    'offers to wait, not to replace, where another Griot is at the data: %s',
    (code) => {
      const error = wireError(code, { path: '/data', process: 12 })
      const html = startFailurePage({ error, language: 'en', backupAt: Date.UTC(2026, 10, 22) }, 'n')
      expect(choicesOf(html)).toEqual(['retry', 'openFolder', 'openLogs', 'quit'])
      expect(html).not.toContain('22 November')
    },
  )

  it('shows a hostile path as text', () => {
    const html = startFailurePage(
      { error: wireError('disk_full', { path: '<img src=x>"&' }), language: 'fr', backupAt: null },
      'n',
    )
    expect(html).not.toContain('<img')
    expect(html).not.toContain('<script')
  })

  it('takes only its own links for choices', () => {
    for (const url of [
      'app://griot/',
      'app://griot/start-choice/',
      'app://griot/start-choice/format',
      'https://griot/start-choice/quit',
    ]) {
      expect(startChoiceOf(url)).toBeNull()
    }
  })
})

it('offers to start again with empty data only where the present data is damaged', () => {
  const page = (code: 'database_damaged' | 'disk_full') =>
    startFailurePage({ error: { kind: 'storage', code, params: {} }, language: 'fr', backupAt: null }, 'nonce')
  expect(page('database_damaged')).toContain('start-choice/startAnew')
  expect(page('database_damaged')).toContain('sans les effacer')
  expect(page('disk_full')).not.toContain('startAnew')
})
