/**
 * The card over a costly character: under the pointer, or where the caret comes to stand beside one by a key or a press. It
 * stays while the pointer or the focus is on it, and goes at the first change of the text.
 */
import { onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { ComposerPiece } from './composer-pieces'
import { elementAt } from './text-place'

type Costly = Extract<ComposerPiece, { kind: 'costly' }>

export interface CostlyCardPlace {
  readonly piece: Costly
  readonly left: number
  readonly bottom: number
}

const leaveAfterMs = 250

export interface CostlyMarks {
  readonly text: Ref<string>
  readonly pieces: ComputedRef<readonly ComposerPiece[]>
  readonly layer: () => HTMLElement | null
  readonly frame: () => HTMLElement | null
}

export function useCostlyCard({ text, pieces, layer, frame }: CostlyMarks) {
  const shown = ref<CostlyCardPlace>()
  let leaving: number | undefined

  function show(mark: HTMLElement): void {
    const piece = pieces.value.find((candidate) => String(candidate.start) === mark.dataset.costly)
    const outer = frame()?.getBoundingClientRect()
    if (piece?.kind !== 'costly' || !outer) return
    window.clearTimeout(leaving)
    const box = mark.getBoundingClientRect()
    shown.value = { piece, left: box.left - outer.left, bottom: box.bottom - outer.top }
  }

  function onPointer({ buttons, clientX, clientY }: MouseEvent): void {
    const marks = layer()?.querySelectorAll<HTMLElement>('[data-costly]')
    if (!marks || buttons !== 0) return
    const found = elementAt(marks, clientX, clientY)
    if (found) show(found)
    else leaveSoon()
  }

  /** @param at where the caret stands: the character after it, else the one before it, is the one meant. True where there is one. */
  function onCaret(at: number): boolean {
    const beside = (isIt: (start: number, end: number) => boolean): ComposerPiece | undefined =>
      pieces.value.find(({ kind, start, text: own }) => kind === 'costly' && isIt(start, start + own.length))
    const piece = beside((start) => start === at) ?? beside((_, end) => end === at)
    const mark = piece && layer()?.querySelector<HTMLElement>(`[data-costly="${piece.start}"]`)
    if (mark) show(mark)
    else close()
    return shown.value !== undefined
  }

  function leaveSoon(): void {
    window.clearTimeout(leaving)
    leaving = window.setTimeout(close, leaveAfterMs)
  }
  function stay(): void {
    window.clearTimeout(leaving)
  }
  function close(): void {
    window.clearTimeout(leaving)
    shown.value = undefined
  }
  watch(text, close)
  onScopeDispose(() => window.clearTimeout(leaving))

  return { shown, onPointer, onCaret, leaveSoon, stay, close }
}
