/** The words that the base components say by themselves. */
import type { Messages } from '../fr'

export const base: Messages['base'] = {
  cancel: 'Cancel',
  chart: { data: 'Chart data', point: 'Point' },
  close: 'Close',
  combobox: { empty: 'No result', open: 'Open the list' },
  confirm: { mismatch: 'This is not the number shown.', typeNumber: 'Type {number} to confirm' },
  dismiss: 'Dismiss',
  fileDrop: {
    choose: 'Choose a file',
    drop: 'Drop the file here',
    notTaken: 'Left aside: {files}. | Left aside: {files}.',
    tooMany: 'One file at a time.',
    wrongType: 'This kind of file cannot be used. Accepted files: {types}.',
  },
  loading: 'Loading…',
  number: { decrease: 'Decrease', increase: 'Increase' },
  optional: 'optional',
  palette: {
    empty: 'Nothing matches “{query}”.',
    placeholder: 'A person, a number, a campaign, an action…',
    title: 'Search',
  },
  retry: 'Try again',
  sandbox: 'Sandbox: nothing is sent',
  steps: { current: 'Step {number} of {total}: {title}', done: 'done', label: 'Steps' },
  table: {
    actions: 'Row actions',
    columnHelp: 'Enter sorts the column, Shift and an arrow change its width.',
    loadFailed: 'This part of the list could not be read.',
    selectAll: 'Select all',
    selected: '{formatted} row selected | {formatted} rows selected',
    unselect: 'Clear selection',
  },
  toast: { region: 'Notifications' },
  unsaved: {
    body: 'What you typed is not saved and will be lost.',
    discard: 'Discard it',
    keep: 'Go on typing',
    title: 'Discard what you typed?',
  },
}
