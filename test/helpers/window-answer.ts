/**
 * How fast the window answers a person: from the input (as the system stamped it) to the frames that follow, measured in the
 * page itself, so that neither the test's own way to the window nor its polling is counted.
 */
import type fileSystem from 'node:fs'
import type perfHooks from 'node:perf_hooks'
import type { ElectronApplication, Page } from 'playwright-core'

export interface Answer {
  /** To the next frame of any kind: how long the page was deaf. */
  readonly frameMs: number
  /** To the frame with the first change: « I heard you ». Null where nothing changed. */
  readonly reactionMs: number | null
  /** To the frame with the last change: everything is there. Null where nothing changed. */
  readonly answerMs: number | null
  /** The longest task of the page meanwhile; 0 where none took 50 ms (https://w3c.github.io/longtasks/). */
  readonly longestTaskMs: number
  /** What changed last, to see what an odd figure is about. */
  readonly lastChange: string
}

/** So long nothing takes: what goes on changing is a fault of the page, or of the measurement. */
const mostMs = 15_000

/**
 * Measures what a person's act brings about: a key, a click, a wheel or (without any) a scroll. The page is taken to be done
 * when nothing loads and nothing has changed for `quietMs`.
 */
export async function answerTo(page: Page, act: () => Promise<unknown>, quietMs: number): Promise<Answer> {
  const watch = await page.evaluateHandle(
    ([quiet, most]) => {
      let startedAt: number | undefined
      let frameAt: number | undefined
      let firstAt: number | undefined
      let lastAt: number | undefined
      let changedAt = 0
      let lastChange = ''
      let awaited = false
      let longestTaskMs = 0
      const afterNextFrame = (then: (at: number) => void): void => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => then(performance.now())
          port2.postMessage(null)
        })
      }
      const begin = (event: Event): void => {
        if (startedAt !== undefined) return
        startedAt = event.timeStamp
        afterNextFrame((at) => (frameAt = at))
      }
      const inputs = ['pointerdown', 'keydown', 'input', 'wheel', 'scroll'] as const
      for (const input of inputs) addEventListener(input, begin, { capture: true, passive: true })
      const changes = new MutationObserver(([change]) => {
        if (startedAt === undefined || change === undefined) return
        changedAt = performance.now()
        const element = change.target instanceof Element ? change.target : change.target.parentElement
        lastChange = `${change.type} ${change.attributeName ?? ''} ${element?.cloneNode(false) instanceof Element ? (element.cloneNode(false) as Element).outerHTML.slice(0, 120) : ''}`
        if (awaited) return
        awaited = true
        afterNextFrame((at) => {
          awaited = false
          firstAt ??= at
          lastAt = at
        })
      })
      changes.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
      const tasks = new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries())
          if (startedAt !== undefined && startTime + duration > startedAt)
            longestTaskMs = Math.max(longestTaskMs, duration)
      })
      tasks.observe({ type: 'longtask' })
      const finished = new Promise<{
        frameMs: number
        reactionMs: number | null
        answerMs: number | null
        longestTaskMs: number
        lastChange: string
      }>((resolve, reject) => {
        const armedAt = performance.now()
        const look = (): void => {
          const from = startedAt ?? Infinity
          if (performance.now() - armedAt > most) {
            reject(new Error(startedAt === undefined ? 'No input came.' : `It never was still: ${lastChange}`))
            return
          }
          const isLoading = document.querySelector('.breathe, [aria-busy="true"]') !== null
          if (frameAt === undefined || awaited || isLoading || performance.now() - Math.max(from, changedAt) < quiet) {
            setTimeout(look, 25)
            return
          }
          for (const input of inputs) removeEventListener(input, begin, { capture: true })
          changes.disconnect()
          tasks.disconnect()
          const since = (at: number | undefined) => (at === undefined ? null : at - from)
          resolve({
            frameMs: frameAt - from,
            reactionMs: since(firstAt),
            answerMs: since(lastAt),
            longestTaskMs,
            lastChange,
          })
        }
        look()
      })
      return { finished }
    },
    [quietMs, mostMs] as const,
  )
  try {
    await act()
    return await watch.evaluate(({ finished }) => finished)
  } finally {
    await watch.dispose()
  }
}

/** Watches how long the main process keeps its event loop waiting; the result ends it. */
export async function watchMainLoop(app: ElectronApplication): Promise<() => Promise<{ p99: number; max: number }>> {
  const delay = await app.evaluateHandle(() => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way to a module from here on the Node of Electron 25
    const { monitorEventLoopDelay } = process.mainModule!.require('node:perf_hooks') as typeof perfHooks
    const histogram = monitorEventLoopDelay({ resolution: 5 })
    histogram.enable()
    return histogram
  })
  return () =>
    delay.evaluate((histogram) => {
      histogram.disable()
      // the timer's own period is no delay
      return { p99: histogram.percentile(99) / 1e6 - 5, max: histogram.max / 1e6 - 5 }
    })
}

/**
 * The processor time of each turn of main's loop, so that a busy machine is not taken for a busy program; the result ends it with
 * the most that one turn took. Linux: the kernel's `schedstat` of the process's first thread.
 */
export async function watchMainTurns(app: ElectronApplication): Promise<() => Promise<{ p99: number; max: number }>> {
  const watch = await app.evaluateHandle(() => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above
    const { readFileSync } = process.mainModule!.require('node:fs') as typeof fileSystem
    const turns: number[] = []
    const processorMs = (): number => Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[0]) / 1e6
    let before = processorMs()
    const timer = setInterval(() => {
      const now = processorMs()
      turns.push(now - before)
      before = now
    }, 1)
    return { turns, stop: () => clearInterval(timer) }
  })
  return () =>
    watch.evaluate(({ turns, stop }) => {
      stop()
      const sorted = turns.sort((one, other) => one - other)
      return { p99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0, max: sorted.at(-1) ?? 0 }
    })
}
