/**
 * The focus is never lost: when the element that has it goes away (a button that became another one, a form that was saved,
 * a step that ended), it moves to what held that element, such as an open panel, else to the page's title. Who moves the
 * focus deliberately has precedence: this only acts while it would rest on nothing.
 */
import { onBeforeUnmount, onMounted } from 'vue'

export function useFocusKeeper(): void {
  /** The element that has the focus and all that it lies in, innermost first. */
  let path: HTMLElement[] = []

  function remember({ target }: FocusEvent): void {
    path = []
    for (let at = target instanceof HTMLElement ? target : null; at !== null; at = at.parentElement) path.push(at)
  }

  function keep(): void {
    const [last] = path
    if (!last || last.isConnected || document.activeElement !== document.body) return
    const holder = path.find((element) => element.isConnected && element.matches('[tabindex]:not(main)'))
    const next = holder ?? document.querySelector<HTMLElement>('main [data-page-title]')
    next?.focus({ preventScroll: true })
  }

  const observer = new MutationObserver(keep)
  onMounted(() => {
    document.addEventListener('focusin', remember)
    observer.observe(document.body, { childList: true, subtree: true })
  })
  onBeforeUnmount(() => {
    document.removeEventListener('focusin', remember)
    observer.disconnect()
  })
}
