import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kingStatuses } from '@core/providers/kingsmspro-statuses'
import { errorCodes } from '@shared/errors'

describe('Appendix A of KING SMS PRO', () => {
  it.each([
    // code, evidence later, final, in the answer to a send
    ['ACT', 'accepted', false, 'accepted'],
    ['BUF', 'accepted', false, 'accepted'],
    ['DLG', 'accepted', false, 'accepted'],
    ['IPR', 'accepted', false, 'accepted'],
    ['ITM', 'accepted', false, 'accepted'],
    ['PACT', 'accepted', false, 'accepted'],
    ['PAPP', 'accepted', false, 'accepted'],
    ['DLV', 'delivered', true, 'accepted'],
    ['DLA', 'delivered', true, 'accepted'],
    ['EXP', 'expired', true, 'accepted'],
    ['ABS', 'undelivered', true, 'invalid_recipient'],
    ['ERD', 'undelivered', true, 'rejected'],
    ['INV', 'undelivered', true, 'invalid_recipient'],
    ['BLO', 'undelivered', true, 'invalid_recipient'],
    ['LEN', 'undelivered', true, 'rejected'],
    ['DUP', 'undelivered', true, 'rejected'],
    ['NRC', 'accepted', true, 'rejected'],
    ['INF', 'rejected', true, 'config'],
    ['IPV', 'rejected', true, 'config'],
    ['NCR', 'rejected', true, 'config'],
    ['NPZ', 'rejected', true, 'config'],
    ['NSF', 'rejected', true, 'insufficient_funds'],
    ['MAX', 'rejected', true, 'rate_limited'],
    ['MAP', 'rejected', true, 'rate_limited'],
  ])('%s is %s later (final: %s), and %s when it answers a send', (code, report, final, kind) => {
    const status = kingStatuses.get(code)
    expect(status).toMatchObject({ report, final })
    expect(status?.send === 'accepted' ? 'accepted' : errorCodes[status!.send]).toBe(kind)
  })

  it('has the 24 codes of the document, no more', () => {
    expect(kingStatuses.size).toBe(24)
  })

  it('is the table that docs/providers.md shows', () => {
    const guide = readFileSync(new URL('../../../../docs/providers.md', import.meta.url), 'utf8')
    for (const [code, { report, send }] of kingStatuses) {
      expect(guide).toMatch(new RegExp(`^\\| ${code} .*\\| ${report}.*\\| ${send} +\\|$`, 'm'))
    }
  })
})
