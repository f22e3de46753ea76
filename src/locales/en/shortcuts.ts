/** The dialog of keyboard shortcuts. */
import type { Messages } from '../fr'

export const shortcuts: Messages['shortcuts'] = {
  choose: 'Select the row',
  close: 'Close what is open',
  everywhere: 'Everywhere',
  find: 'Search in the page',
  larger: 'Larger text',
  lists: 'In lists',
  move: 'Move between rows',
  normalSize: 'Normal text size',
  open: 'Open the row',
  palette: 'Find a page or an action',
  rowMenu: 'Row actions',
  smaller: 'Smaller text',
  spaceKey: 'Space',
}
