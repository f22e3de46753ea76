import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { openingBounds, smallestWindow, type Bounds } from '../../../electron/main/window-bounds'

const laptop: Bounds = { x: 0, y: 25, width: 1366, height: 700 }
const second: Bounds = { x: 1366, y: 0, width: 1920, height: 1040 }

describe('where the window opens', () => {
  it('is in the middle of the main screen the first time, no larger than it', () => {
    expect(openingBounds(null, [laptop])).toEqual({ x: 43, y: 25, width: 1280, height: 700 })
  })

  it('is where it was', () => {
    const saved = { x: 1500, y: 100, width: 1300, height: 800 }
    expect(openingBounds(saved, [laptop, second])).toEqual(saved)
  })

  it('is on the main screen, as large as it was, when the other screen is gone', () => {
    expect(openingBounds({ x: 1500, y: 100, width: 1000, height: 600 }, [laptop])).toEqual({
      x: 183,
      y: 75,
      width: 1000,
      height: 600,
    })
  })

  it('is within reach when its title bar was above the screen', () => {
    expect(openingBounds({ x: 10, y: -400, width: 1000, height: 600 }, [laptop]).y).toBeGreaterThanOrEqual(laptop.y)
  })

  const coordinate = fc.integer({ min: -5000, max: 5000 })
  const length = fc.integer({ min: 1, max: 5000 })
  const bounds = fc.record({ x: coordinate, y: coordinate, width: length, height: length })
  test.prop([
    bounds,
    fc.array(
      bounds.filter(({ width, height }) => width >= 800 && height >= 560),
      { minLength: 1, maxLength: 3 },
    ),
  ])('always leaves a piece of the title bar on some screen', (saved, screens) => {
    const opened = openingBounds(saved, screens)
    const reachable = screens.some(
      (area) =>
        Math.min(opened.x + opened.width, area.x + area.width) - Math.max(opened.x, area.x) >=
          Math.min(120, opened.width) &&
        opened.y >= area.y &&
        opened.y < area.y + area.height,
    )
    expect(reachable).toBe(true)
    expect(smallestWindow.width).toBeLessThanOrEqual(800)
  })
})
