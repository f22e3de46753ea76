/** What an error's sentence makes of words of closed lists: they are said in the reader's language. */
import { expect, it } from 'vitest'
import { campaignStates } from '@shared/domain/campaign'
import { errorCodes, wireError, type ErrorCode } from '@shared/errors'
import { campaignStateWord, errorSentence, pauseWord } from '@shared/sentences/sentence'

it.each(campaignStates)('says that a campaign is %s in both languages', (state) => {
  for (const language of ['fr', 'en'] as const)
    expect(errorSentence(wireError('campaign_state', { campaign: 1, state }), language)).toContain(
      `(${campaignStateWord(state, language)})`,
    )
})

it('says that it is only a draft, and leaves what it does not know as it is', () => {
  expect(errorSentence(wireError('campaign_state', { campaign: 'x', state: 'draft' }), 'fr')).toContain('(brouillon)')
  expect(errorSentence(wireError('campaign_state', { campaign: 'x', state: 'constructor' }), 'fr')).toContain(
    '(constructor)',
  )
  expect(errorSentence(wireError('campaign_state', { campaign: 1 }), 'fr')).not.toContain('(')
})

it('names a credential as its field is labelled, in both languages', () => {
  const params = { account: 'Boutique', field: 'apiKey', labelFr: 'Clé API', labelEn: 'API key' }
  const error = wireError('secret_missing', params)
  expect(errorSentence(error, 'fr')).toContain('« Clé API »')
  expect(errorSentence(error, 'en')).toContain('“API key”')
  expect(errorSentence(error, 'fr')).not.toContain('apiKey')
})

it('names the setting of the account that paused a campaign, in both languages', () => {
  const ofAccounts = /^(account_(missing|unconfirmed)|base_url_|secret_|sender_|unknown_(account|gateway)$)/
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter(
    (code) => errorCodes[code] === 'config' && ofAccounts.test(code),
  )
  expect(codes.length).toBeGreaterThan(10)
  for (const language of ['fr', 'en'] as const) {
    const unnamed = pauseWord('config', language, null)
    expect(codes.filter((code) => pauseWord('config', language, wireError(code)) === unnamed)).toEqual([])
    expect(pauseWord('config', language, wireError('no_recipients'))).toBe(unnamed)
    expect(pauseWord('auth', language, wireError('sender_missing'))).toBe(pauseWord('auth', language, null))
  }
  expect(pauseWord('config', 'fr', wireError('sender_missing'))).toBe('En pause : l’expéditeur est à indiquer')
})
