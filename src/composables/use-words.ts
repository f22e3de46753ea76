/** Core's closed lists (states, reasons, gateways) in the words that the whole program uses, in the language of the window. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ReadingNotice } from '@shared/contract/reading-report'
import type { ProblemReason } from '@shared/contract/recipients'
import type { GatewayDescription } from '@shared/domain/account'
import type { CampaignState, PauseReason } from '@shared/domain/campaign'
import type { MessageState } from '@shared/domain/message'
import type { WireError } from '@shared/errors'
import type { AbsenceDoubt } from '@shared/contract/campaigns'
import type { ArchiveReadingEnd } from '@shared/contract/gateway-side'
import { absenceDoubtWords, archiveGapWords } from '@shared/sentences/archive'
import { noticeSummary, type NoticeSource } from '@shared/sentences/notice'
import { recurrenceWords } from '@shared/sentences/recurrence'
import { campaignStateWord, gatewayName, messageStateWord, pauseWord, problemWord } from '@shared/sentences/sentence'

export interface Words {
  messageState: (state: MessageState) => string
  campaignState: (state: CampaignState) => string
  pause: (reason: PauseReason, error: WireError | null) => string
  problem: (reason: ProblemReason) => string
  /** What was found while a file was read, without its lines. */
  notice: (notice: ReadingNotice, source: NoticeSource) => string
  /** A five-field rule: « chaque lundi à 09:00 », with the place of the time zone where one is given. */
  recurrence: (rule: string, timeZone?: string) => string
  gateway: (gateway: GatewayDescription) => string
  /** Why the archive did not prove a doubtful message absent. */
  absenceDoubt: (reason: AbsenceDoubt) => string
  /** Why a reading of an archive may lack entries; empty where it is complete. */
  archiveGap: (end: ArchiveReadingEnd) => string
}

export function useWords(): ComputedRef<Words> {
  const { locale } = useI18n({ useScope: 'global' })
  return computed(() => {
    const language = locale.value === 'en' ? 'en' : 'fr'
    return {
      messageState: (state) => messageStateWord(state, language),
      campaignState: (state) => campaignStateWord(state, language),
      pause: (reason, error) => pauseWord(reason, language, error),
      problem: (reason) => problemWord(reason, language),
      notice: (notice, source) => noticeSummary(notice, source, language),
      recurrence: (rule, timeZone) => recurrenceWords(rule, timeZone ?? null, language),
      gateway: (gateway) => gatewayName(gateway, language),
      absenceDoubt: (reason) => absenceDoubtWords(reason, language),
      archiveGap: (end) => archiveGapWords(end, language),
    }
  })
}
