/** A name that a person gives to a campaign, a group or a template. */
import { AppError } from '../errors'
import { invisibleMarksIn, markName, showInvisibleMarks } from './invisible-marks'

/** Two names that look alike are one to people. Throws AppError name_invisible; controls are shown as signs wherever they are. */
export function assertShown(name: string): void {
  const marks = invisibleMarksIn(name).filter((mark) => !/\p{Cc}/u.test(mark))
  if (marks.length === 0) return
  throw new AppError('name_invisible', {
    name: showInvisibleMarks(name).slice(0, 120),
    characters: marks.map(markName).join(' '),
  })
}
