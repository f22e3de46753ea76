/** Remote archives. */
import type { Messages } from '../fr'

export const archives: Messages['archives'] = {
  asking: 'Reading the archive at the gateway…',
  backToList: 'Back to the list',
  compare: 'Compare with history',
  compareSides: 'Differences',
  empty: {
    body: 'The gateway kept no message between these two dates.',
    title: 'No messages in this archive',
  },
  exportName: 'archive {account}',
  firstOnly: '{shown} shown of {total}',
  found: 'Found',
  foundDetail: 'Here and at the gateway',
  inHistory: 'History',
  knownHere: 'Known',
  missing: 'Missing there',
  missingDetail: 'Accepted according to history, absent from the archive',
  notOffered: '{gateway} offers no archive',
  notOfferedBody: 'Nothing is missing: the history of this computer keeps every message sent by Griot.',
  nothingElse: 'The gateway has nothing that Griot does not know.',
  nothingMissing: 'Every accepted message is in the archive.',
  onlyThere: 'Only there',
  onlyThereDetail: 'Sent by other means than Griot',
  rangeError: 'The end comes before the start.',
  read: '{formatted} message read | {formatted} messages read',
  shown: '{formatted} message shown | {formatted} messages shown',
  status: 'Status',
  subtitle: 'What the gateway remembers, beside the history of this computer.',
  unknownHere: 'Unknown',
}
