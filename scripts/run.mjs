/**
 * `node scripts/run.mjs FILE …`: runs a TypeScript program of this repository on a Node that reads it, with a sentence where
 * there is none. The scripts of package.json start with it. Plain JavaScript that even an old Node parses.
 */
import { delimiter, dirname } from 'path'
import { findOwnNode, isNodeAtLeast, runOnNode } from '../electron/cli/own-node.mjs'

// 24.2 is the first Node that tells a file whether it was started or imported.
var node = findOwnNode() || (isNodeAtLeast(24, 2) ? process.execPath : null)

function refuse(reason) {
  process.stderr.write(reason + '\n')
  process.exitCode = 1
}

if (node === null) {
  refuse(
    'Node 24.2 or newer is needed; this one is ' +
      process.versions.node +
      '. Run "npm install" again: it brings one where the registry can be reached.',
  )
} else {
  // for the tools that are started as programs of their own: npm 10 does not link this Node in node_modules/.bin
  process.env.PATH = dirname(node) + delimiter + process.env.PATH
  runOnNode(node, process.argv.slice(2), function (error) {
    refuse('Cannot start ' + node + ' (' + error.message + '). Run "npm install" again.')
  })
}
