import { describe, expect, it } from 'vitest'
import { statementTotals, type StatementLine } from '@shared/domain/statement'

const line: StatementLine = {
  campaignId: 1,
  campaign: 'Rentrée',
  account: 'Boutique',
  sender: 'AWA',
  currency: 'XAF',
  sandbox: false,
  test: false,
  first: 1,
  last: 2,
  sent: 10,
  delivered: 8,
  failed: 1,
  doubtful: 1,
  segments: 12,
  cost: '150.5',
}

describe('the totals of a statement', () => {
  it('are by account and currency, exact, tests included', () => {
    expect(
      statementTotals([
        line,
        {
          ...line,
          campaignId: 2,
          test: true,
          sent: 1,
          delivered: 1,
          failed: 0,
          doubtful: 0,
          segments: 1,
          cost: '12.5',
        },
        { ...line, campaignId: 3, currency: 'XOF', cost: '100' },
        { ...line, campaignId: 4, account: 'École' },
      ]),
    ).toEqual([
      {
        account: 'Boutique',
        currency: 'XAF',
        sent: 11,
        delivered: 9,
        failed: 1,
        doubtful: 1,
        segments: 13,
        cost: '163',
      },
      {
        account: 'Boutique',
        currency: 'XOF',
        sent: 10,
        delivered: 8,
        failed: 1,
        doubtful: 1,
        segments: 12,
        cost: '100',
      },
      {
        account: 'École',
        currency: 'XAF',
        sent: 10,
        delivered: 8,
        failed: 1,
        doubtful: 1,
        segments: 12,
        cost: '150.5',
      },
    ])
  })

  it('leave the sandbox out, and state no cost where one campaign has none', () => {
    expect(statementTotals([{ ...line, sandbox: true }])).toEqual([])
    const totals = statementTotals([{ ...line, cost: null }, line])
    expect(totals.map(({ sent, cost }) => ({ sent, cost }))).toEqual([{ sent: 20, cost: null }])
  })
})
