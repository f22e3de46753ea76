/** A figure that a person types to show that they have read it; spaces, commas and points in it do not matter. */
import { computed, ref, type ComputedRef, type Ref } from 'vue'

export interface TypedNumber {
  typed: Ref<string>
  /** Also true where nothing is to be typed. */
  matches: ComputedRef<boolean>
  /** The button may be pressed: something stands there, right or wrong. */
  isTyped: ComputedRef<boolean>
  /** It was pressed with another figure. */
  isWrong: ComputedRef<boolean>
  /** The button was pressed. Returns whether the figure is right. */
  check: () => boolean
  forget: () => void
}

/** @param wanted the whole number to type; undefined for none. */
export function useTypedNumber(wanted: () => number | undefined): TypedNumber {
  const typed = ref('')
  const tried = ref(false)
  const matches = computed(() => wanted() === undefined || typed.value.replace(/[\s,.]/g, '') === String(wanted()))
  return {
    typed,
    matches,
    isTyped: computed(() => wanted() === undefined || typed.value !== ''),
    isWrong: computed(() => tried.value && !matches.value),
    check() {
      tried.value = true
      return matches.value
    },
    forget() {
      typed.value = ''
      tried.value = false
    },
  }
}
