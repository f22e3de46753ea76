/** Collects what must be said of a reading, while it goes on: exact counts, the first lines. */
import { noticeCodes, noticeLines, type NoticeCode, type ReadingNotice } from '@shared/contract/reading-report'

export class ReadingNotices {
  readonly #found = new Map<NoticeCode, { count: number; readonly lines: number[] }>()
  readonly #hiddenColumns = new Set<number>()
  readonly #columns: readonly string[]

  /** @param columns names of the columns, for what is said of one */
  constructor(columns: readonly string[] = []) {
    this.#columns = columns
  }

  /** @param line null where it concerns the whole source. The same line may come several times: it is named once */
  add(code: NoticeCode, line: number | null, count = 1): void {
    let notice = this.#found.get(code)
    if (notice === undefined) this.#found.set(code, (notice = { count: 0, lines: [] }))
    notice.count += count
    if (line !== null && notice.lines.length < noticeLines && notice.lines.at(-1) !== line) notice.lines.push(line)
  }

  /** A hidden column that holds something. @param column from 0 */
  addHiddenColumn(column: number): void {
    this.#hiddenColumns.add(column)
  }

  /** In the order of the closed list of codes. */
  list(): ReadingNotice[] {
    return noticeCodes.flatMap((code): ReadingNotice[] => {
      if (code === 'hidden_columns') return this.#hidden()
      const notice = this.#found.get(code)
      return notice === undefined ? [] : [{ code, count: notice.count, lines: [...notice.lines] }]
    })
  }

  /** Columns beyond the table hold no heading and are not read. */
  #hidden(): ReadingNotice[] {
    const names = [...this.#hiddenColumns].sort((left, right) => left - right).flatMap((at) => this.#columns[at] ?? [])
    if (names.length === 0) return []
    return [{ code: 'hidden_columns', count: names.length, lines: [], names: names.slice(0, noticeLines) }]
  }
}
