/** Errors in the words of core, in the language of the window: what happened, what it means, what to do. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { errorSentence } from '@shared/sentences/sentence'
import type { WireError } from '@shared/errors'
import { wireErrorOf } from '@/api/api-error'
import { shownPhone } from './shown-phone'

/** A function of anything caught or received; a template that uses it follows a switch of language. */
export function useErrorSentence(): ComputedRef<(error: unknown) => string> {
  const { locale } = useI18n({ useScope: 'global' })
  return computed(() => {
    const language = locale.value === 'en' ? 'en' : 'fr'
    return (error) => {
      const wire = isWireError(error) ? error : wireErrorOf(error)
      // what only a command line can use
      const { variable: _variable, command: _command, ...params } = wire.params
      const { phone } = params
      const shown = typeof phone === 'string' ? { ...params, phone: shownPhone(phone) } : params
      return errorSentence({ ...wire, params: shown }, language)
    }
  })
}

function isWireError(error: unknown): error is WireError {
  return (
    typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error && 'params' in error
  )
}
