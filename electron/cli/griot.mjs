#!/usr/bin/env node
/**
 * Starts the command line on a Node that can run it, and builds it first in a checkout whose sources are newer. Plain
 * JavaScript that even an old Node parses: started by one, it goes on under the project's own Node if that is installed,
 * else it says which version is needed.
 */
import { spawnSync } from 'child_process'
import { existsSync } from 'fs'
import { fileURLToPath, pathToFileURL } from 'url'
import { endWithStarter, findOwnNode, isNodeAtLeast, runOnNode } from './own-node.mjs'

var fromRoot = function (path) {
  return fileURLToPath(new URL('../../' + path, import.meta.url))
}
var main = fromRoot('out/cli/main.mjs')
var buildParts = fromRoot('scripts/build-parts.mjs')
var ownNode = findOwnNode()

function isFrench() {
  var language = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || ''
  return language.slice(0, 2).toLowerCase() === 'fr'
}

function say(french, english) {
  process.stderr.write('griot: ' + (isFrench() ? french : english) + '\n')
}

function refuse(french, english) {
  say(french, english)
  process.exitCode = 1
}

/** @returns whether the command line is there and up to date. A packaged one has no sources to compare with. */
function buildIfStale() {
  if (!existsSync(buildParts)) return Promise.resolve(existsSync(main))
  return import(pathToFileURL(buildParts).href).then(function (parts) {
    if (parts.isUpToDate('cli')) return true
    if (process.stderr.isTTY) {
      say(
        'préparation de la ligne de commande (une fois, quelques secondes)…',
        'preparing the command line (once, a few seconds)…',
      )
    }
    // 22.18 is the first Node of that line that reads TypeScript without an option.
    var node = ownNode || (isNodeAtLeast(22, 18) ? process.execPath : null)
    if (node === null) return false
    return spawnSync(node, [fromRoot('scripts/build.ts'), 'cli', '--if-stale'], { stdio: 'ignore' }).status === 0
  })
}

function startHere() {
  return buildIfStale().then(function (isReady) {
    if (isReady) return import(pathToFileURL(main).href)
    refuse(
      'la ligne de commande n’a pas pu être préparée. Lancez « npm install », puis « npm run build », qui dit pourquoi.',
      'the command line could not be prepared. Run "npm install", then "npm run build", which says why.',
    )
  })
}

if (isNodeAtLeast(22, 14)) {
  endWithStarter()
  startHere().catch(function (error) {
    refuse('erreur inattendue : ' + error.message, 'unexpected error: ' + error.message)
  })
} else if (ownNode !== null) {
  var args = [fileURLToPath(import.meta.url)].concat(process.argv.slice(2))
  var cannotStart = function (error) {
    refuse(
      'impossible de démarrer ' + ownNode + ' (' + error.message + '). Relancez « npm install ».',
      'cannot start ' + ownNode + ' (' + error.message + '). Run "npm install" again.',
    )
  }
  runOnNode(ownNode, args, cannotStart, true)
} else {
  var isCheckout = existsSync(buildParts)
  refuse(
    'Node 22.14 ou plus récent est nécessaire ; celui-ci est ' +
      process.versions.node +
      (isCheckout ? '. Lancez « npm install ».' : '.'),
    'Node 22.14 or newer is needed; this one is ' + process.versions.node + (isCheckout ? '. Run "npm install".' : '.'),
  )
}
