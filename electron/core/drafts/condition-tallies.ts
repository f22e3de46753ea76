/** On which side of each condition of a text its recipients fall. */
import type { ConditionCount } from '@shared/contract/recipients'
import { ConditionTally } from '../recipients/choose/condition-tally'
import { refuseDoubt } from '../recipients/choose/row-filter'
import { readDraft } from '../storage/draft'
import { readySources } from '../storage/recipient-source'
import type { CoreContext } from '../context'
import { textSetting, textWriter, type TextWriter } from './message-text'
import { walkRecipients, type Walked } from './walk-recipients'

export class ConditionTallies {
  readonly #conditions: readonly {
    readonly condition: TextWriter['conditions'][number]
    readonly tally: ConditionTally
  }[]

  constructor({ conditions }: TextWriter) {
    this.#conditions = conditions.map((condition) => ({
      condition,
      tally: new ConditionTally(condition.source, condition.heading),
    }))
  }

  /** A recipient who is sent to. */
  add({ source, recipient, readAs }: Pick<Walked, 'source' | 'recipient' | 'readAs'>): void {
    for (const { condition, tally } of this.#conditions) {
      tally.add(condition.judge(recipient, readAs), () => ({
        source: source.position,
        line: recipient.line,
        value: condition.cell(recipient).slice(0, 200),
      }))
    }
  }

  counts(): ConditionCount[] {
    return this.#conditions.map(({ tally }) => tally.count())
  }

  /** @throws AppError numbers_ambiguous where a text depends on how a number is read */
  refuseDoubt(): void {
    for (const count of this.counts()) refuseDoubt(count)
  }
}

/** Over all who would be sent to. Throws AppError template_*, cancelled. */
export async function countConditions(
  context: CoreContext,
  request: { readonly id: number; readonly template: string },
): Promise<ConditionCount[]> {
  const draft = readDraft(context.db, request.id)
  const sources = readySources(context.db, request.id)
  const writer = textWriter({ template: request.template, transliterate: false }, textSetting(context, draft, sources))
  const tallies = new ConditionTallies(writer)
  if (writer.conditions.length === 0) return []
  for await (const page of walkRecipients(context, { draft, sources, writer })) {
    for (const walked of page) if (walked.verdict === 'send') tallies.add(walked)
  }
  return tallies.counts()
}
