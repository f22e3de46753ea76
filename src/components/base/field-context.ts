/**
 * How a BaseField tells the control inside it its id, its description and its state, so that no view wires `for`,
 * `aria-describedby` or `aria-invalid` by hand. A control outside a field makes its own id.
 */
import { computed, inject, provide, useId, type ComputedRef, type InjectionKey } from 'vue'

export interface FieldContext {
  controlId: string
  labelId: string
  describedBy: ComputedRef<string | undefined>
  invalid: ComputedRef<boolean>
  required: ComputedRef<boolean>
}

const fieldKey: InjectionKey<FieldContext> = Symbol('field')

export function provideField(context: FieldContext): void {
  provide(fieldKey, context)
}

/** ARIA attributes of the one control of a field, to bind with `v-bind` on the native element. */
export interface ControlAttributes {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
  'aria-required': 'true' | undefined
}

/** For the control itself: attributes for an input, and for a group the id of the label that names it. */
export function useFieldControl(): { attributes: ComputedRef<ControlAttributes>; labelId: string | undefined } {
  const field = inject(fieldKey, undefined)
  const ownId = useId()
  return {
    labelId: field?.labelId,
    attributes: computed(() => ({
      id: field?.controlId ?? ownId,
      'aria-describedby': field?.describedBy.value,
      'aria-invalid': field?.invalid.value ? 'true' : undefined,
      'aria-required': field?.required.value ? 'true' : undefined,
    })),
  }
}
