/**
 * Preloaded into the application by test/helpers/electron.ts: `ready` waits until Playwright has attached and says so.
 * Playwright brings such a file only for an Electron that it finds itself; without one the window may navigate while it is
 * being attached to, which Playwright then waits for without end (about once in 150 launches).
 */
const { app } = require('electron')

// the application must not take this file for one to be opened
process.argv.splice(process.argv.indexOf(module.filename) - 1, 2)

const ready = app.whenReady()
const emit = app.emit.bind(app)
let readyArguments = []
app.emit = (event, ...given) => {
  if (event !== 'ready') return emit(event, ...given)
  readyArguments = given
  return app.listenerCount('ready') > 0
}

let isReady = false
let release
const attached = new Promise((resolve) => {
  release = resolve
})
app.isReady = () => isReady
app.whenReady = () => attached

// Playwright calls it by this name
globalThis.__playwright_run = async () => {
  await ready
  isReady = true
  release()
  emit('ready', ...readyArguments)
}
