/** What is odd in the characters of a cell: marks that show nothing go, what could not be decoded is counted. */
import { withoutInvisibleMarks } from '@shared/domain/invisible-marks'
import type { ReadingNotices } from './reading-notices'

/** A fast test for texts that may hold something odd. */
export const oddCharacters =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffd\u00c2\u00c3\u00e2]|\u034f|[\ufe00-\ufe0f]/

/** UTF-8 that was decoded as Windows-1252 and saved again: `PrÃ©nom`, `Lâ€™Ã©cole`. */
const twiceEncoded =
  /[ÂÃ][\u0080-\u00bf\u0192\u02c6\u02dc\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2013-\u203a\u20ac\u2122]|â€/

/** The cell without what shows nothing; what else is odd is told to `notices`. */
export function cleanCell(cell: string, line: number | null = null, notices?: ReadingNotices): string {
  if (!oddCharacters.test(cell)) return cell
  const bad = cell.split('\ufffd').length - 1
  if (bad > 0) notices?.add('bad_bytes', line, bad)
  if (twiceEncoded.test(cell)) notices?.add('doubtful_encoding', line)
  const shown = withoutInvisibleMarks(cell)
  if (shown !== cell) notices?.add('invisible_marks', line)
  return shown
}
