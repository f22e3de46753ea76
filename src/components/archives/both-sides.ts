/** What history and archive say of one message, line by line; what both say, and not alike, is marked. Pure. */
import type { MessageDetail } from '@shared/contract/campaigns'
import type { ArchiveRow } from '@shared/contract/gateway-side'
import { archiveNumber, plainText, sameMomentMs } from '@shared/domain/archive-comparison'
import type { LocaleFormats } from '@/composables/locale-formats'
import { shownPhone } from '@/composables/shown-phone'

type FieldId = 'phone' | 'text' | 'segments' | 'sentAt' | 'state' | 'reference' | 'sender'

export interface SideBySide {
  readonly id: FieldId
  /** In words; null where that side says nothing. */
  readonly here: string | null
  readonly there: string | null
  readonly differs: boolean
}

export function bothSides(
  message: MessageDetail | undefined,
  entry: ArchiveRow | null,
  { number, dateTime }: Pick<LocaleFormats, 'number' | 'dateTime'>,
): SideBySide[] {
  const sentThere = entry?.sentAt ?? entry?.createdAt ?? null
  const sentHere = message?.acceptedAt ?? null
  const line = (
    id: FieldId,
    [here, there]: readonly [string | null | undefined, string | null | undefined],
    isSame: boolean,
  ): SideBySide[] => {
    const sides = { here: here ?? null, there: there ?? null }
    if (sides.here === null && sides.there === null) return []
    return [{ id, ...sides, differs: !isSame && sides.here !== null && sides.there !== null }]
  }
  const figure = (value: number | null | undefined): string | null =>
    value === null || value === undefined ? null : number(value)
  const moment = (at: number | null): string | null => (at === null ? null : dateTime(at))
  const shown = (raw: string | undefined): string | null => (raw === undefined ? null : shownPhone(raw))
  const phone = (raw: string | undefined): string | null => archiveNumber(raw ?? '', null)
  const plain = (text: string | null | undefined): string => plainText(text ?? '')
  return [
    ...line('text', [message?.text, entry?.text], plain(message?.text) === plain(entry?.text)),
    ...line('phone', [shown(message?.phone), shown(entry?.phone)], phone(message?.phone) === phone(entry?.phone)),
    ...line('segments', [figure(message?.segments), figure(entry?.segments)], message?.segments === entry?.segments),
    ...line(
      'sentAt',
      [moment(sentHere), moment(sentThere)],
      Math.abs((sentHere ?? 0) - (sentThere ?? 0)) <= sameMomentMs,
    ),
    // each side has its own words for states
    ...line('state', [message?.gatewayStatus, entry?.status], true),
    ...line(
      'reference',
      [message?.gatewayMessageId, entry?.gatewayMessageId],
      message?.gatewayMessageId === entry?.gatewayMessageId,
    ),
    ...line('sender', [null, entry?.sender], true),
  ]
}
