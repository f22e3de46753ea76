/** The command line's entry, built into out/cli/main.mjs and started by griot.mjs on a Node that can run it. */
import { runProgram } from './program'

process.exitCode = await runProgram(process.argv.slice(2))
