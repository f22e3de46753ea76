/** A source of recipients, opened: its columns, how it was read and mapped, and its rows with their verdicts. */
import type { ReadingNotice } from '@shared/contract/reading-report'
import type { SecondNumberCounts, SourceInput } from '@shared/contract/recipients'
import type { Correction } from '../storage/recipient-correction'
import type { SourceOrigin, SourceReading } from '../storage/recipient-source'
import type { ChosenFacts } from './choose/chosen-rows'
import type { ClassifiedRow } from './classify/classify-rows'
import type { LostCorrections } from './row-corrections'

export interface OpenedSource {
  readonly kind: SourceInput['kind']
  readonly reading: Omit<SourceReading, 'positions' | keyof SourceFindings>
  /** To read it again; null for what has no reading to choose (groups, typed numbers). */
  readonly origin: SourceOrigin | null
  /** Where the mapping should be remembered; null where it says nothing about other files. */
  readonly shape: string | null
  /** Every row with its verdict within this source, in batches; can be read once. */
  rows(choices: RowChoices): AsyncIterable<readonly ClassifiedRow[]>
  /** Complete once all rows were read. */
  findings(): SourceFindings
  /** Numbers corrected by hand that this reading keeps; complete once all rows were read. */
  corrections(): readonly Correction[]
  /** Those that it does not. */
  lost(): LostCorrections
}

/** What only the rows tell of a source. */
export interface SourceFindings extends ChosenFacts {
  /** What must be said of how it was read. */
  readonly notices: readonly ReadingNotice[]
  readonly second: SecondNumberCounts
}

export interface RowChoices {
  readonly country: string
  readonly migrate: boolean
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** The conditions by which its rows were chosen. */
export function conditionsOf(opened: OpenedSource): string[] {
  return opened.findings().where.map(({ condition }) => condition)
}
