/** The tour of the first start. */
import type { Messages } from '../fr'

export const tour: Messages['tour'] = {
  back: 'Back',
  bill: {
    dates:
      'A reminder can also leave by itself before each person’s due date: at the last step of a campaign, choose “{choice}”.',
    joined: 'Rows joined to another message',
    leftOut: 'Left out',
    note: 'This is the bill of a real send. Here, the sandbox charges nothing.',
    price: 'Price of one SMS',
    recipients: 'Recipients',
    segments: 'SMS to pay for',
    send: 'Send',
    total: 'Total',
  },
  campaign: 'Guided tour',
  intro: {
    message: 'One text; each cell of the list takes its place in it.',
    people: 'It all starts with a list. Here is a shop’s, with its faults.',
    send: 'Before sending, you know what it costs. Nobody will receive anything: this is the sandbox.',
  },
  message: {
    hint: 'Change the text: the preview follows. The arrows show another person’s message.',
    costly:
      '{chars}: this message has 70 characters instead of 160, because of one character. In your campaigns, Griot offers to replace it and tells what you save.',
    next: 'See the bill',
  },
  missing: {
    body: 'The sample file or the sandbox account was removed. You can start with your own list.',
    title: 'The tour is not possible here',
  },
  people: {
    file: 'Sample list',
    filtered:
      '{formatted} person owes nothing any more: the filter “{condition}” leaves them out. | {formatted} people owe nothing any more: the filter “{condition}” leaves them out.',
    more: 'and {formatted} more row | and {formatted} more rows',
    next: 'Write the message',
    problem: 'Line {line}, “{value}”: {reason}',
    same: '{names} have the same number: one message goes out, with the names and the sum owed.',
    second:
      '{formatted} person has no usable first number: Griot takes the second one. | {formatted} people have no usable first number: Griot takes the second one.',
    told: 'What Griot saw in the list',
  },
  skip: 'Leave the tour',
  steps: {
    message: 'Message',
    people: 'Recipients',
    send: 'Bill',
  },
}
