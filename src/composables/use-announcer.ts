/**
 * Says things to screen readers. One pair of live regions for the window (components/frame/LiveRegions.vue) reads what
 * is written here. Progress is announced at most every few seconds by whoever reports it, never at each message.
 */
import { readonly, ref, type Ref } from 'vue'

export type Politeness = 'polite' | 'assertive'

const polite = ref('')
const assertive = ref('')

export interface Announcer {
  polite: Readonly<Ref<string>>
  assertive: Readonly<Ref<string>>
  /** `assertive` interrupts: only for what cannot wait, such as a campaign that stopped. */
  announce: (sentence: string, politeness?: Politeness) => void
}

export function useAnnouncer(): Announcer {
  return {
    polite: readonly(polite),
    assertive: readonly(assertive),
    announce(sentence, politeness = 'polite') {
      const region = politeness === 'assertive' ? assertive : polite
      // A no-break space makes the same sentence, said twice, a change that is read again.
      region.value = region.value === sentence ? `${sentence}\u00a0` : sentence
    },
  }
}
