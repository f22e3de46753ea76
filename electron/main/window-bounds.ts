/** Where the window opens: where it was, if that still is on a screen. Pure; lengths in density-independent pixels. */

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const smallestWindow = { width: 800, height: 560 } as const
const usualWindow = { width: 1280, height: 820 } as const
/** At least this much of the title bar must be within reach of the mouse. */
const graspable = { width: 120, height: 24 } as const

/**
 * @param saved where the window was when it closed; null on the first start.
 * @param workAreas the screens without their task bars, the main one first; at least one.
 */
export function openingBounds(saved: Bounds | null, workAreas: readonly Bounds[]): Bounds {
  const home = saved ? workAreas.find((area) => isGraspable(saved, area)) : undefined
  if (saved && home) return within(saved, home)
  const main = workAreas[0] ?? { x: 0, y: 0, ...usualWindow }
  const width = Math.min(saved?.width ?? usualWindow.width, main.width)
  const height = Math.min(saved?.height ?? usualWindow.height, main.height)
  return {
    x: main.x + Math.round((main.width - width) / 2),
    y: main.y + Math.round((main.height - height) / 2),
    width,
    height,
  }
}

function isGraspable(bounds: Bounds, area: Bounds): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const isTopInside = bounds.y >= area.y && bounds.y + graspable.height <= area.y + area.height
  return width >= graspable.width && isTopInside
}

/** No larger than the screen and, where it fits, not over its right and lower edge. */
function within(bounds: Bounds, area: Bounds): Bounds {
  const width = Math.max(smallestWindow.width, Math.min(bounds.width, area.width))
  const height = Math.max(smallestWindow.height, Math.min(bounds.height, area.height))
  const x = Math.max(area.x + graspable.width - width, Math.min(bounds.x, area.x + area.width - graspable.width))
  return { x, y: Math.max(area.y, Math.min(bounds.y, area.y + area.height - height)), width, height }
}
