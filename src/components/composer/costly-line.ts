/** A character that makes messages cost more, as the panel lists it. */
export interface CostlyLine {
  readonly char: string
  readonly replacement: string | null
  /** In the text that is written, as opposed to in the cells of the file. */
  readonly inText: boolean
  /** What replacing it alone saves, in words; empty while unknown, or where nothing can replace it. */
  readonly saving: string
}
