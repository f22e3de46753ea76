/**
 * Where the command line writes and asks. Results go to stdout; notices, questions and the progress line to stderr, and
 * only to a terminal. Nothing here decides what is said.
 */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

export interface Terminal {
  readonly interactive: boolean
  /** A line of result. */
  print(text: string): void
  /** A notice for people; silent where stderr is no terminal. */
  notice(text: string): void
  /** An error line, always written. */
  complain(text: string): void
  /** Replaces the progress line; an empty text removes it. */
  progress(text: string): void
  /** Null when the input ends without an answer. */
  ask(question: string): Promise<string | null>
  /** What is typed does not show. */
  askSecret(question: string): Promise<string | null>
  readAll(): Promise<string>
}

export function createTerminal(): Terminal {
  const { stdin, stdout, stderr } = process
  let progressShown = false

  // a reader that went away (`| head`) ends the program quietly, campaign recorded
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

  const clear = (): void => {
    if (!progressShown) return
    stderr.write('\r\u001b[2K')
    progressShown = false
  }

  const question = (text: string, output: NodeJS.WritableStream): Promise<string | null> =>
    new Promise((resolve) => {
      clear()
      stderr.write(text)
      const reader = createInterface({ input: stdin, output, terminal: output !== stderr })
      let answered = false
      reader.once('line', (line) => {
        answered = true
        reader.close()
        resolve(line)
      })
      reader.once('close', () => {
        if (!answered) resolve(null)
      })
    })

  return {
    interactive: Boolean(stdin.isTTY && stderr.isTTY),
    print(text) {
      clear()
      stdout.write(`${text}\n`)
    },
    notice(text) {
      if (!stderr.isTTY) return
      clear()
      stderr.write(`${text}\n`)
    },
    complain(text) {
      clear()
      stderr.write(`${text}\n`)
    },
    progress(text) {
      if (!stderr.isTTY) return
      clear()
      if (text === '') return
      stderr.write(text.slice(0, Math.max(20, (stderr.columns || 80) - 1)))
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
  }
}
