/**
 * Loaded before the bundled main process on a plain Node: answers `require('electron')` with an object on which every
 * property is a function that returns such an object, so that everything the bundle does while loading is run.
 */
const { Module } = require('node:module')
const os = require('node:os')

const answers = {
  requestSingleInstanceLock: () => true,
  whenReady: () => new Promise(() => undefined),
  getPath: () => os.tmpdir(),
  getAppPath: () => os.tmpdir(),
  getName: () => 'Griot',
  getVersion: () => '0.0.0',
  getLocale: () => 'fr',
  hasSwitch: () => false,
}

// A proxy answers calls and `new` only when what stands behind it is a function.
const standIn = new Proxy(Object, {
  get(_target, property) {
    if (property === 'then') return undefined
    if (property === Symbol.toPrimitive) return () => ''
    return answers[property] ?? standIn
  },
  apply: () => standIn,
  construct: () => standIn,
})

const load = Module._load
Module._load = function (request, ...rest) {
  if (/^electron(\/(main|common))?$/.test(request)) return standIn
  return load.call(this, request, ...rest)
}
process.on('exit', (code) => {
  if (code === 0) console.log('loaded')
})
