/** Collects what must be said of a reading, while it goes on: exact counts, the first lines. */
import { noticeCodes, noticeLines, type NoticeCode, type ReadingNotice } from '@shared/contract/reading-report'

export class ReadingNotices {
  readonly #found = new Map<NoticeCode, { count: number; readonly lines: number[] }>()

  /** @param line null where it concerns the whole source. The same line may come several times: it is named once */
  add(code: NoticeCode, line: number | null, count = 1): void {
    let notice = this.#found.get(code)
    if (notice === undefined) this.#found.set(code, (notice = { count: 0, lines: [] }))
    notice.count += count
    if (line !== null && notice.lines.length < noticeLines && notice.lines.at(-1) !== line) notice.lines.push(line)
  }

  /** In the order of the closed list of codes. */
  list(): ReadingNotice[] {
    return noticeCodes.flatMap((code) => {
      const notice = this.#found.get(code)
      return notice === undefined ? [] : [{ code, count: notice.count, lines: [...notice.lines] }]
    })
  }
}
