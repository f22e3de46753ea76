/**
 * Questions, answers and news over one port, in both directions. What is thrown crosses as a wire error, so that nothing
 * goes over with its text; whoever still waits when the other side ends is answered `core_ended`.
 */
import type { Reply } from '@shared/contract/schema'
import { AppError, toWireError } from '@shared/errors'

/** One end. What is posted arrives in order, as a structured clone. */
export interface Port {
  post(message: unknown): void
  /** Called once, before anything can arrive. */
  listen(listener: (message: unknown) => void): void
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each call has an input of its own; `any` fits them all
type Call = (input: any) => Promise<unknown>
type CallsOf<Calls> = { readonly [Name in keyof Calls]: Call }

type Message =
  | { readonly kind: 'ask'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'tell'; readonly news: unknown }

export interface JoinOptions<Ours, News> {
  /** What this side answers. */
  readonly answers: Ours
  /** What the other side tells. */
  readonly onNews?: (news: News) => void
  /** An answer failed with what is no AppError: our own bug. */
  readonly onBug: (name: string, error: unknown) => void
}

export interface Joined<Theirs extends CallsOf<Theirs>, News> {
  /** Throws AppError: the other side's own, or core_ended where it ended before it answered. */
  ask<Name extends keyof Theirs & string>(
    name: Name,
    input: Parameters<Theirs[Name]>[0],
  ): Promise<Awaited<ReturnType<Theirs[Name]>>>
  tell(news: News): void
  /** The other side is gone: what waits and what is asked later fails with core_ended. */
  end(): void
}

/** @typeParam Ours and Theirs what each side answers; NewsIn and NewsOut what each side tells. */
export function joinPort<Ours extends CallsOf<Ours>, Theirs extends CallsOf<Theirs>, NewsIn = never, NewsOut = never>(
  port: Port,
  { answers, onNews, onBug }: JoinOptions<Ours, NewsIn>,
): Joined<Theirs, NewsOut> {
  const waiting = new Map<number, (reply: Reply<unknown>) => void>()
  const over: Reply<never> = { ok: false, error: new AppError('core_ended').toWire() }
  let asked = 0
  let ended = false
  const post = (message: Message): void => port.post(message)

  const answer = async (name: string, input: unknown): Promise<Reply<unknown>> => {
    try {
      if (!Object.hasOwn(answers, name)) throw new Error(`nothing answers ${name}`)
      return { ok: true, value: await answers[name as keyof Ours](input) }
    } catch (error) {
      if (!(error instanceof AppError)) onBug(name, error)
      return { ok: false, error: toWireError(error) }
    }
  }
  const reply = async (id: number, name: string, input: unknown): Promise<void> => {
    const value = await answer(name, input)
    try {
      post({ kind: 'answer', id, reply: value })
    } catch (error) {
      // a value that can't be cloned: the asker must not wait for ever
      onBug(name, error)
      post({ kind: 'answer', id, reply: { ok: false, error: toWireError(error) } })
    }
  }

  port.listen((message) => {
    const read = message as Message
    if (read.kind === 'ask') void reply(read.id, read.name, read.input)
    else if (read.kind === 'tell') onNews?.(read.news as NewsIn)
    else {
      waiting.get(read.id)?.(read.reply)
      waiting.delete(read.id)
    }
  })

  return {
    async ask(name, input) {
      const answered = await new Promise<Reply<unknown>>((resolve) => {
        if (ended) {
          resolve(over)
          return
        }
        const id = ++asked
        // throws what can't be cloned, and nothing waits then
        post({ kind: 'ask', id, name, input })
        waiting.set(id, resolve)
      })
      if (!answered.ok) throw new AppError(answered.error.code, answered.error.params)
      return answered.value as never
    },
    tell: (news) => post({ kind: 'tell', news }),
    end() {
      ended = true
      for (const resolve of waiting.values()) resolve(over)
      waiting.clear()
    },
  }
}
