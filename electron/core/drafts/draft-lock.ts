/**
 * One change of a draft's recipients at a time in this process, in the order asked for. Other processes are held off by the
 * checks in each transaction (touchDraft, publishSource, retireSource).
 */
export class DraftLock {
  readonly #tails = new Map<number, Promise<unknown>>()

  /** Runs `work` when everything asked for before on the same draft has ended, well or badly. */
  async run<Result>(draftId: number, work: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(draftId) ?? Promise.resolve()
    const mine = before.then(work, work)
    const tail = mine.catch(() => undefined)
    this.#tails.set(draftId, tail)
    try {
      return await mine
    } finally {
      if (this.#tails.get(draftId) === tail) this.#tails.delete(draftId)
    }
  }
}
