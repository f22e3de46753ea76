import { homedir, userInfo } from 'node:os'
import { fc, it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { healthCheckOf } from '../../helpers/health-check'
import { diagnosticsText, type DiagnosticFacts } from '../../../electron/main/diagnostics'

const facts: DiagnosticFacts = {
  version: '1.2.3',
  versions: { electron: '45.4.1', chrome: '152.0', node: '26.1.0' },
  system: 'linux 6.18 x64',
  language: 'fr',
  checks: [healthCheckOf('database', 'ok'), healthCheckOf('keychain', 'failed', 'keychain_locked')],
  databaseBytes: 303_104,
  logLines: [],
  crashes: [{ at: 0, bytes: 12 }],
}
const told = (...logLines: string[]): string => diagnosticsText({ ...facts, logLines })
const at = '2026-11-26 19:20:21.123'

describe('the diagnostics', () => {
  it('tell versions, checks, crashes, and what the program wrote', () => {
    const text = told(
      `${at} info started {"version":"1.2.3"}`,
      `${at} error request failed {"request":"drafts.bill","error":"TypeError: x of undefined\\n    at Bill.sum (/opt/Griot/resources/app.asar/out/main/index.cjs:12:34)\\n    at f (/opt/out/main/open-core-AbCd_123.cjs:5:6)\\n    at node:internal/x:1:2"}`,
      `${at} error core did not start {"code":"database_damaged","error":"[…]"}`,
    )
    for (const part of [
      'Griot 1.2.3 · Electron 45.4.1',
      'keychain: failed keychain_locked',
      'crashes: 1',
      `${at} info started`,
      `${at} error request failed request=drafts.bill`,
      '  TypeError\n    at index.cjs:12:34\n    at open-core-AbCd_123.cjs:5:6',
      `${at} error core did not start code=database_damaged`,
    ])
      expect(text).toContain(part)
  })

  const personal = fc.constantFrom(
    '+237677123456',
    '6 77 12 34 56',
    'Awa Koné',
    'Awa',
    'sk_live_51Hx0aBcD',
    homedir(),
    userInfo().username + '-x',
    'C:\\Users\\Awa\\Documents\\élèves.csv',
    'Bonjour Awa, vous devez 15000 FCFA',
    'boutique.example',
  )
  const details = fc.dictionary(
    fc.oneof(fc.constantFrom('code', 'kind', 'request', 'reason', 'error', 'said', 'path', 'account'), personal),
    fc.oneof(
      personal,
      personal.map((text) => `Error: ${text}\n    at ${text} (${text}:1:2)\n    at f (/home/${text}/x.cjs:3:4)`),
      personal.map((text) => ({ deep: text })),
      fc.integer(),
    ),
  )

  property.prop([
    fc.array(
      fc.oneof(
        details.map((value) => `${at} warn request failed ${JSON.stringify(value)}`),
        personal,
      ),
    ),
    personal,
  ])('hold nothing of a person, whatever the log holds', (lines, subject) => {
    const text = diagnosticsText({
      ...facts,
      checks: [{ ...healthCheckOf('gateway', 'failed', 'secret_missing'), subject, detail: { balance: subject } }],
      logLines: lines,
    })
    for (const mark of [
      '677123456',
      '77 12 34',
      'Awa',
      'Kon',
      'sk_live',
      homedir() + '/',
      'Users',
      'Bonjour',
      'boutique',
    ])
      expect(text).not.toContain(mark)
  })
})
