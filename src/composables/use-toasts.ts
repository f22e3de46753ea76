/**
 * Short messages at the corner of the window: what just happened, with an undo where there is one. Errors that need a
 * decision are not toasts. A toast with an action stays longer; nothing in it is the only way to do something.
 */
import { readonly, shallowRef, type ShallowRef } from 'vue'

export type ToastTone = 'neutral' | 'success' | 'warning' | 'danger'

export interface ToastAction {
  label: string
  run: () => void
}

export interface ToastContent {
  title: string
  body?: string
  tone?: ToastTone
  action?: ToastAction
  /** Milliseconds on screen; 5,000 by default, 8,000 with an action. Hovering or focusing stops the clock. */
  durationMs?: number
}

export interface Toast extends ToastContent {
  id: number
  tone: ToastTone
  durationMs: number
}

const mostAtOnce = 4
const toasts = shallowRef<readonly Toast[]>([])
let lastId = 0

export interface Toasts {
  toasts: Readonly<ShallowRef<readonly Toast[]>>
  /** Shows a toast, newest last; returns its id. The oldest leaves when there are more than four. */
  show: (content: ToastContent) => number
  dismiss: (id: number) => void
}

export function useToasts(): Toasts {
  return {
    toasts: readonly(toasts),
    show(content) {
      lastId += 1
      const durationMs = content.durationMs ?? (content.action ? 8_000 : 5_000)
      const toast: Toast = { ...content, id: lastId, tone: content.tone ?? 'neutral', durationMs }
      toasts.value = [...toasts.value, toast].slice(-mostAtOnce)
      return toast.id
    },
    dismiss(id) {
      toasts.value = toasts.value.filter((toast) => toast.id !== id)
    },
  }
}
