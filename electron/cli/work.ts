/** The shape of a command. program.ts runs it, command-tree.ts registers it; each file in commands/ brings its own. */
import type { Session } from './session'

/** A command's work; its arguments are commander's: positional ones, then the options. Resolves with the exit code. */
export type Work = (session: Session, ...args: never[]) => Promise<number>
export type Run = (work: Work) => (...args: unknown[]) => Promise<void>
