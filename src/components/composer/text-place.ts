/** Where a character of the composer's drawn layer is on screen: for the list under the caret and the costly characters. */

/** Offset of a line and column, both from 1. */
export function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1)
  return before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1
}

/** Left and bottom in CSS pixels, relative to `frame`; null where the layer does not reach that far. */
export function placeOfOffset(
  layer: HTMLElement,
  frame: HTMLElement,
  offset: number,
): { left: number; bottom: number } | null {
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT)
  let left = offset
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0
    if (left <= length) {
      const range = document.createRange()
      range.setStart(node, left)
      range.collapse(true)
      const box = range.getBoundingClientRect()
      const outer = frame.getBoundingClientRect()
      return { left: box.left - outer.left, bottom: box.bottom - outer.top }
    }
    left -= length
  }
  return null
}

/** The element of `elements` under the pointer; they lie under the text field and get no events of their own. */
export function elementAt(elements: Iterable<HTMLElement>, x: number, y: number): HTMLElement | null {
  for (const element of elements) {
    for (const box of element.getClientRects()) {
      if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return element
    }
  }
  return null
}
