/** The command line's entry, built into out/cli/main.mjs and started by griot.mjs on a Node that can run it. */
import { privateMask } from '@core/storage/private-files'
import { runProgram } from './program'

process.umask(privateMask)

// what is still open by now (an unanswered question, a connection) keeps nobody waiting
process.exit(await runProgram(process.argv.slice(2)))
