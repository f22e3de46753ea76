/**
 * Core inside the main process: opened while the window loads; what keeps it from opening becomes a page with choices,
 * never a silent end. Requests of the window wait for it.
 */
import type { Core } from '@core/app'
import { toWireError, type WireError } from '@shared/errors'
import type { Log } from '@core/log'

export interface CoreHost {
  /** Resolves when core is open, however many attempts that takes; never rejects. */
  readonly core: Promise<Core>
  /** Core if it is open now. */
  current(): Core | null
  close(): Promise<void>
}

export interface CoreHostOptions {
  readonly log: Log
  /** Opens core. Throws AppError of the storage kinds, or anything else for a bug. */
  readonly open: () => Promise<Core>
  /** What to do about it: `retry` opens again, `quit` gives up (and then `core` stays pending for ever). */
  readonly onFailure: (error: WireError) => Promise<'retry' | 'quit'>
}

export function hostCore({ log, open, onFailure }: CoreHostOptions): CoreHost {
  let opened: Core | null = null
  const core = new Promise<Core>((resolve) => {
    const attempt = async (): Promise<void> => {
      try {
        opened = await open()
        resolve(opened)
      } catch (error) {
        const wire = toWireError(error)
        log.error('core did not start', { code: wire.code, error })
        if ((await onFailure(wire)) === 'retry') await attempt()
      }
    }
    void attempt()
  })
  return {
    core,
    current: () => opened,
    async close() {
      const closing = opened
      opened = null
      await closing?.close()
    },
  }
}
