/**
 * Where the n-th recipient that would be sent to stands, without walking from the start at every keystroke: one mark for
 * every 200 recipients, kept as long as nothing changes who is sent to. Changing words of the text changes nothing of that;
 * changing its placeholders does.
 */
import { toSmsText } from '@shared/domain/sms-text'
import { tokenizeTemplate } from '@shared/domain/template'
import type { CoreContext } from '../context'
import { todayOf } from '../today'
import { optOutStamp } from '../storage/opt-out-stamp'
import { recentTexts } from '../storage/recent-message'
import { repeatedWithinMs, walkRecipients, type Walk } from './walk-recipients'

export interface Mark {
  /** How many would be sent to before this place. */
  readonly index: number
  readonly source: number
  /** Row before this place. */
  readonly after: number
}

export interface SendableIndex {
  readonly total: number
  readonly marks: readonly Mark[]
}

const everyRecipients = 200
const rememberedDrafts = 8

export class SendableIndexes {
  readonly #known = new Map<number, { readonly key: string; readonly index: SendableIndex }>()

  async find(context: CoreContext, walk: Walk, template: string): Promise<SendableIndex> {
    const key = keyOf(context, walk, template)
    const known = this.#known.get(walk.draft.id)
    if (known?.key === key) return known.index
    const index = await buildIndex(context, walk)
    this.#known.delete(walk.draft.id)
    this.#known.set(walk.draft.id, { key, index })
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= rememberedDrafts) break
      this.#known.delete(oldest)
    }
    return index
  }

  forget(draftId: number): void {
    this.#known.delete(draftId)
  }
}

async function buildIndex(context: CoreContext, walk: Walk): Promise<SendableIndex> {
  const marks: Mark[] = []
  let total = 0
  let before: Omit<Mark, 'index'> | null = null
  for await (const page of walkRecipients(context, walk)) {
    for (const { source, recipient, verdict } of page) {
      if (verdict === 'send') {
        if (total % everyRecipients === 0) {
          marks.push({ index: total, source: source.id, after: before?.source === source.id ? before.after : 0 })
        }
        total += 1
      }
      before = { source: source.id, after: recipient.id }
    }
  }
  return { total, marks }
}

/** Everything on which the verdicts depend: recipients, opt-outs, the text's placeholders, and recent sendings. */
function keyOf(context: CoreContext, walk: Walk, template: string): string {
  const { db, clock } = context
  const recipients = walk.sources.map(({ id, revision }) => `${id}.${revision}`)
  const recent = walk.draft.allowRepeats ? null : recentTexts(db, clock.now() - repeatedWithinMs)
  const repeats = recent === null ? '' : [recent.stamp, template]
  return JSON.stringify([
    todayOf(context),
    recipients,
    optOutStamp(db),
    structureOf(template),
    walk.draft.transliterate,
    walk.draft.sameNumber,
    repeats,
  ])
}

/** The text without its words: placeholders and tags, and whether any word stands between them. */
function structureOf(template: string): readonly string[] {
  return tokenizeTemplate(template).map(({ kind, start, end }) => {
    const source = template.slice(start, end)
    return kind === 'text' ? (toSmsText(source).trim() === '' ? '' : 'text') : source
  })
}
