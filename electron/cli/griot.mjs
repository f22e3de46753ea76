#!/usr/bin/env node
/**
 * Starts the command line on a Node that can run it. Plain JavaScript that even an old Node parses: started by one, it
 * goes on under the project's own Node if that is installed, else it says which version is needed.
 */
import { spawn } from 'child_process'
import { existsSync } from 'fs'
import { constants } from 'os'
import { fileURLToPath, pathToFileURL } from 'url'

var neededVersion = [22, 14]
var main = fileURLToPath(new URL('../../out/cli/main.mjs', import.meta.url))
var ownNode = fileURLToPath(
  new URL('../../node_modules/node/bin/node' + (process.platform === 'win32' ? '.exe' : ''), import.meta.url),
)

function isNewEnough() {
  var version = process.versions.node.split('.').map(Number)
  return version[0] > neededVersion[0] || (version[0] === neededVersion[0] && version[1] >= neededVersion[1])
}

function isFrench() {
  var language = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || ''
  return language.slice(0, 2).toLowerCase() === 'fr'
}

function refuse(french, english) {
  process.stderr.write('griot: ' + (isFrench() ? french : english) + '\n')
  process.exitCode = 1
}

/** Runs the same command under the project's own Node; what it answers and how it ends are passed on as they are. */
function startOwnNode() {
  var child = spawn(ownNode, [fileURLToPath(import.meta.url)].concat(process.argv.slice(2)), { stdio: 'inherit' })
  // On a terminal Ctrl+C reaches both processes by itself: the child decides how to stop, and this one waits for it.
  var signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  signals.forEach(function (signal) {
    process.on(signal, function () {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  })
  child.on('error', function (error) {
    refuse(
      'impossible de démarrer ' + ownNode + ' (' + error.message + '). Relancez « npm install ».',
      'cannot start ' + ownNode + ' (' + error.message + '). Run "npm install" again.',
    )
  })
  child.on('exit', function (code, signal) {
    process.exitCode = code === null ? 128 + (constants.signals[signal] || 0) : code
  })
}

if (!isNewEnough() && existsSync(ownNode)) {
  startOwnNode()
} else if (!isNewEnough()) {
  refuse(
    'Node ' + neededVersion.join('.') + ' ou plus récent est nécessaire ; celui-ci est ' + process.versions.node + '.',
    'Node ' + neededVersion.join('.') + ' or newer is needed; this one is ' + process.versions.node + '.',
  )
} else if (!existsSync(main)) {
  refuse(
    'la ligne de commande n’est pas construite. Lancez « npm run build ».',
    'the command line is not built yet. Run "npm run build".',
  )
} else {
  import(pathToFileURL(main).href).catch(function (error) {
    refuse('erreur inattendue : ' + error.message, 'unexpected error: ' + error.message)
  })
}
