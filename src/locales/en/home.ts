/** The home page. */
import type { Messages } from '../fr'

export const home: Messages['home'] = {
  balances: {
    add: 'Add an account',
    age: 'Read {age}',
    keyMissing: 'Enter the key of this account to read its balance and to send.',
    low: 'Low balance',
    refresh: 'Refresh balances',
    refreshing: 'Reading balances…',
    title: 'Balances',
    trend: 'Balance over the last 30 days, from {from} to {to}',
    unknown: 'The balance has not been read yet.',
    unread: 'The balance cannot be read, as received: “{text}”. Check it on the gateway’s site.',
  },
  doubtful:
    '{formatted} message is doubtful: the gateway did not confirm. It is never sent again without your consent. | {formatted} messages are doubtful: the gateway did not confirm. They are never sent again without your consent.',
  month: {
    delivered: '{formatted} delivered | {formatted} delivered',
    doubtful: '{formatted} doubtful | {formatted} doubtful',
    sent: '{formatted} message sent | {formatted} messages sent',
    statement: 'See the statement',
    title: 'This month: {month}',
  },
  recent: {
    cost: 'Cost',
    delivered: 'Delivered',
    empty: {
      body: 'Sent campaigns appear here, with the share of delivered messages.',
      title: 'No campaign sent yet',
    },
    failed: '{formatted} failed | {formatted} failed',
    name: 'Campaign',
    noReports: 'no reports',
    recipients: 'Recipients',
    sandbox: 'Sandbox',
    title: 'Last campaigns',
    when: 'Date',
  },
  running: {
    left: '{time} left',
    pause: 'Pause',
    rate: '{rate} per second',
    resume: 'Resume',
    title: 'Running',
  },
  scheduled: {
    recipients: '{formatted} recipient | {formatted} recipients',
    title: 'Scheduled',
  },
  seeDoubtful: 'See these messages',
  welcome: {
    body: 'Griot sends everyone an SMS by name, from a simple list. Try it with the sample list: two minutes, nothing to pay, nobody receives anything.',
    country: 'Country of your recipients',
    skip: 'Later',
    start: 'Take the tour',
    title: 'Welcome to Griot',
  },
}
