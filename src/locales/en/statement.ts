/** The monthly statement. */
export const statement = {
  account: 'Account',
  basis:
    'A message counts in the month in which the gateway took it. The cost is the number of SMS sent, at the price agreed for the campaign; doubtful messages are not in it. Campaigns that were removed are no longer here, and the sandbox is in no total.',
  campaign: 'Campaign',
  cost: 'Cost',
  delivered: 'Delivered',
  doubtful: 'Doubtful',
  empty: 'Nothing was sent in {month}',
  emptyBody: 'Choose another month.',
  failed: 'Failed',
  fileName: 'statement-{month}',
  month: 'Month',
  of: 'Monthly statement: {month}',
  sandbox: 'in the sandbox',
  segments: 'SMS',
  sent: 'Sent',
  test: 'test SMS',
  title: 'Monthly statement',
  total: 'Total, {account}',
} as const
