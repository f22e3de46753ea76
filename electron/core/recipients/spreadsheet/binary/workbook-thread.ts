/**
 * Reads a workbook of Excel's binary formats on a thread of its own, with the library SheetJS: it takes the whole file in one
 * go, so the thread has limits of memory and time, and the program goes on answering.
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { systemClock } from '../../../clock'
import type { MergedRange } from '../merged-cells'
import { throwIfCancelled } from '../../../yield-to-event-loop'

/** A cell: column from 1, type (n, s, b, e), value, code of its number format. */
export type BinaryCell = readonly [column: number, type: string, value: string | number | boolean, code: string]

export interface BinaryRow {
  /** From 1. */
  readonly line: number
  readonly isHidden: boolean
  readonly cells: readonly BinaryCell[]
}

export interface BinarySheet {
  readonly name: string
  readonly isHidden: boolean
  readonly uses1904: boolean
  /** From 1. */
  readonly hiddenColumns: readonly number[]
  /** Cells over several rows. */
  readonly merged: readonly MergedRange[]
}

/** Plain CommonJS, since a bundle has no file for it. It sends the sheets, then a batch of rows for each request. */
const thread = `
  const { parentPort, workerData } = require('node:worker_threads')
  const { readFileSync } = require('node:fs')
  const XLSX = require(workerData.module)
  const book = XLSX.read(readFileSync(workerData.path), {
    dense: true, cellStyles: true, cellNF: true, cellText: false, cellHTML: false, cellFormula: false, raw: true,
  })
  const known = (book.Workbook && book.Workbook.Sheets) || []
  const uses1904 = Boolean(book.Workbook && book.Workbook.WBProps && book.Workbook.WBProps.date1904)
  const sheets = book.SheetNames.map((name, index) => ({
    name, isHidden: Boolean(known[index] && known[index].Hidden), uses1904,
    hiddenColumns: hiddenColumns((book.Sheets[name] || {})['!cols'] || []),
    merged: ((book.Sheets[name] || {})['!merges'] || []).filter(({ s, e }) => e.r > s.r).map(({ s, e }) => (
      { top: s.r + 1, left: s.c + 1, bottom: e.r + 1, right: e.c + 1 }
    )),
  }))
  function hiddenColumns(facts) {
    const hidden = []
    for (const key in facts) if (facts[key] && facts[key].hidden) hidden.push(Number(key) + 1)
    return hidden
  }
  function* rowsOf(name) {
    const sheet = book.Sheets[name] || {}
    const rows = sheet['!data'] || []
    const facts = sheet['!rows'] || []
    for (const key in rows) {
      const index = Number(key)
      const cells = []
      for (const column in rows[index]) {
        const cell = rows[index][column]
        if (!cell || cell.t === 'z' || cell.v === undefined || cell.v === null) continue
        const value = cell.t === 'e' ? XLSX_ERRORS[cell.v] || '#N/A' : cell.v
        cells.push([Number(column) + 1, cell.t, value, typeof cell.z === 'string' ? cell.z : 'General'])
      }
      const fact = facts[index]
      if (cells.length > 0) yield { line: index + 1, isHidden: Boolean(fact && (fact.hidden || fact.hpt === 0)), cells }
    }
  }
  const XLSX_ERRORS = { 0: '#NULL!', 7: '#DIV/0!', 15: '#VALUE!', 23: '#REF!', 29: '#NAME?', 36: '#NUM!', 42: '#N/A' }
  let rows
  parentPort.on('message', (wanted) => {
    if (wanted.sheet !== undefined) rows = rowsOf(wanted.sheet)
    const batch = []
    while (batch.length < wanted.count) {
      const { done, value } = rows.next()
      if (done) break
      batch.push(value)
    }
    parentPort.postMessage(batch)
  })
  parentPort.postMessage(sheets)
`

const mostMemoryMb = 1_024
/** For one answer of the thread; a file of the largest size takes a few seconds. */
const patienceMs = 120_000

export class WorkbookThread {
  readonly #worker: Worker
  readonly #signal: AbortSignal | undefined
  readonly sheets: readonly BinarySheet[]

  private constructor(worker: Worker, sheets: readonly BinarySheet[], signal: AbortSignal | undefined) {
    this.#worker = worker
    this.#signal = signal
    this.sheets = sheets
  }

  /** @throws Error where the file is no such workbook, or too much for the thread; AppError cancelled */
  static async open(path: string, signal?: AbortSignal): Promise<WorkbookThread> {
    throwIfCancelled(signal)
    const worker = new Worker(thread, {
      eval: true,
      workerData: { path, module: createRequire(import.meta.url).resolve('@e965/xlsx') },
      resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    })
    try {
      return new WorkbookThread(worker, (await answer(worker, signal)) as BinarySheet[], signal)
    } catch (error) {
      await worker.terminate()
      throw error
    }
  }

  /** The rows of a sheet that hold anything, in order. */
  async *rows(sheet: string, count: number): AsyncGenerator<readonly BinaryRow[]> {
    let wanted: object = { sheet, count }
    for (;;) {
      this.#worker.postMessage(wanted)
      const batch = (await answer(this.#worker, this.#signal)) as readonly BinaryRow[]
      if (batch.length > 0) yield batch
      if (batch.length < count) return
      wanted = { count }
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}

/** The thread's next message. */
function answer(worker: Worker, signal: AbortSignal | undefined): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      stopWaiting()
      worker.off('message', onMessage)
      worker.off('error', fail)
      worker.off('exit', onExit)
      signal?.removeEventListener('abort', onAbort)
      act()
    }
    const fail = (error: unknown): void =>
      settle(() => reject(error instanceof Error ? error : new Error(String(error))))
    const onAbort = (): void =>
      settle(() => {
        try {
          throwIfCancelled(signal)
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      })
    const stopWaiting = systemClock.after(patienceMs, () => fail(new Error('the thread does not answer')))
    const onMessage = (message: unknown): void => settle(() => resolve(message))
    const onExit = (): void => fail(new Error('the thread ended'))
    worker.on('message', onMessage)
    worker.on('error', fail)
    worker.on('exit', onExit)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
