/** The bill as lines for people and as the `planned` document for scripts. */
import type { AccountView } from '@shared/contract/accounts'
import type { Bill, Excluded, JoinedRows } from '@shared/contract/drafts'
import { formatMoney } from '@shared/domain/money'
import { excludedWord, warningWord } from '@shared/sentences/sentence'
import { cellDocument, cellsShown, conditionDocument, conditionLines } from './condition-lines'
import type { Words } from './words'

/** @param sources labels of the lists */
export function billDocument(bill: Bill, sources: readonly string[]) {
  const { unsummed } = bill.joined
  return {
    recipients: bill.recipients,
    excluded: bill.excluded,
    ...(bill.joined.rows > 0 && { joined: bill.joined.rows, joinedMessages: bill.joined.messages }),
    ...(unsummed.count > 0 && { unsummed: cellDocument(unsummed, sources) }),
    segments: bill.segments,
    cost: bill.cost === null ? null : Number(bill.cost),
    currency: bill.currency,
    ...(bill.conditions.length === 0
      ? {}
      : { conditions: bill.conditions.map((count) => conditionDocument(count, sources)) }),
  }
}

/** What the sentence on joined rows says: all rows, the first of each message too. */
export function joinedWords({ rows, messages }: JoinedRows): { rows: number; messages: number } {
  return { messages, rows: rows + messages }
}

export function billLines(
  bill: Bill,
  campaign: {
    readonly name: string
    readonly account: AccountView
    readonly sender: string | null
    /** Labels of the lists. */
    readonly sources: readonly string[]
  },
  words: Words,
): string[] {
  const { language } = words
  const { sources } = campaign
  const { unsummed } = bill.joined
  const money = (amount: string | null): string | null =>
    amount === null ? null : formatMoney(amount, bill.currency, language)
  const quantity = (amount: string | null, unit: string): string | null =>
    amount === null
      ? null
      : unit === 'sms'
        ? `${words.number(Number(amount))} SMS`
        : formatMoney(amount, unit, language)
  const rows: (readonly [string, string | null])[] = [
    [words.say('bill.recipients'), words.number(bill.recipients)],
    [words.say('bill.segments'), words.number(bill.segments)],
    [words.say('bill.price'), money(bill.price)],
    [words.say('bill.cost'), money(bill.cost)],
    [words.say('bill.balance'), bill.balance ? quantity(bill.balance.before, bill.balance.unit) : null],
    [words.say('bill.after'), bill.balance ? quantity(bill.balance.after, bill.balance.unit) : null],
  ]
  const shown = rows.filter((row): row is readonly [string, string] => row[1] !== null)
  const labelWidth = Math.max(...shown.map(([label]) => label.length))
  const valueWidth = Math.max(...shown.map(([, value]) => value.length))
  const excluded = (Object.entries(bill.excluded) as [keyof Excluded, number][]).filter(([, count]) => count > 0)
  return [
    words.say('bill.campaign', {
      name: campaign.name,
      account: campaign.account.name,
      gateway: words.gateway(campaign.account.gateway),
      sender: campaign.sender ?? '–',
    }),
    ...shown.map(([label, value]) => `  ${label.padEnd(labelWidth)}  ${value.padStart(valueWidth)}`),
    ...excluded.map(
      ([reason, count]) => `  ${words.say('bill.excluded', { count, reason: excludedWord(reason, language) })}`,
    ),
    ...(bill.joined.rows > 0 ? [`  ${words.say('bill.joined', joinedWords(bill.joined))}`] : []),
    ...(unsummed.count > 0 ? [`  ! ${words.say('bill.unsummed', cellsShown(unsummed, words, sources))}`] : []),
    ...bill.conditions.flatMap((count) => conditionLines(count, words, sources).map((line) => `  ${line}`)),
    ...(bill.savableSegments > 0 ? [`  ${words.say('bill.savable', { segments: bill.savableSegments })}`] : []),
    ...bill.warnings.map((warning) => `  ! ${warningWord(warning, language)}`),
  ]
}
