/**
 * Where the command line writes and asks. Results go to stdout; notices, questions and the progress line to stderr, and
 * only to a terminal. Nothing here decides what is said; no control character of it reaches the terminal (printable.ts).
 */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { AppError } from '@shared/errors'
import { printable, printableJson } from './printable'

export interface Terminal {
  readonly interactive: boolean
  /** Why what was printed did not all arrive (a full disk); null where it did, or where the reader went away. */
  readonly outputFailure: string | null
  /** A line of result for people. */
  print(text: string): void
  /** A line of result for programs: one JSON document. */
  printJson(document: unknown): void
  /** A notice for people; silent where stderr is no terminal. */
  notice(text: string): void
  /** An error line, always written. */
  complain(text: string): void
  /** Replaces the progress line; an empty text removes it. */
  progress(text: string): void
  /** Null when the input ends without an answer. Throws AppError cancelled on Ctrl+C. */
  ask(question: string): Promise<string | null>
  /** What is typed does not show. */
  askSecret(question: string): Promise<string | null>
  readAll(): Promise<string>
  /** Resolves when everything printed has left. */
  flush(): Promise<void>
}

export function createTerminal(): Terminal {
  const { stdin, stdout, stderr } = process
  let progressShown = false
  let outputFailure: string | null = null

  // a reader that went away (`| head`) stops neither the command nor a campaign
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') outputFailure ??= error.code ?? error.message
  })
  stderr.on('error', () => undefined)

  const clear = (): void => {
    if (!progressShown) return
    stderr.write('\r\u001b[2K')
    progressShown = false
  }

  const question = (text: string, output: NodeJS.WritableStream): Promise<string | null> =>
    new Promise((resolve, reject) => {
      clear()
      // before the question is asked: from then on nothing that is typed shows, however fast it comes
      const reader = createInterface({ input: stdin, output, terminal: output !== stderr })
      stderr.write(printable(text))
      let settled = false
      const settle = (finish: () => void): void => {
        if (settled) return
        settled = true
        process.off('SIGINT', interrupt)
        reader.close()
        finish()
      }
      const interrupt = (): void => settle(() => reject(new AppError('cancelled')))
      // a line that hides what is typed reads the keys itself, Ctrl+C among them
      reader.on('SIGINT', interrupt)
      process.on('SIGINT', interrupt)
      reader.on('line', (line) => settle(() => resolve(line)))
      reader.on('close', () => settle(() => resolve(null)))
    })

  return {
    interactive: stdin.isTTY && stderr.isTTY,
    get outputFailure() {
      return outputFailure
    },
    print(text) {
      clear()
      stdout.write(`${printable(text)}\n`)
    },
    printJson(document) {
      clear()
      stdout.write(`${printableJson(document)}\n`)
    },
    notice(text) {
      if (!stderr.isTTY) return
      clear()
      stderr.write(`${printable(text)}\n`)
    },
    complain(text) {
      clear()
      stderr.write(`${printable(text)}\n`)
    },
    progress(text) {
      if (!stderr.isTTY) return
      clear()
      if (text === '') return
      stderr.write(printable(text).slice(0, Math.max(20, (stderr.columns || 80) - 1)))
      progressShown = true
    },
    ask: (text) => question(text, stderr),
    async askSecret(text) {
      const answer = await question(text, new Writable({ write: (_chunk, _encoding, done) => done() }))
      stderr.write('\n')
      return answer
    },
    async readAll() {
      stdin.setEncoding('utf8')
      let text = ''
      for await (const chunk of stdin) text += String(chunk)
      return text
    },
    flush: () => new Promise((resolve) => stdout.write('', () => stderr.write('', () => resolve()))),
  }
}
