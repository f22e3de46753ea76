/**
 * Loaded before the bundled process of core on a plain Node: what Electron's utilityProcess gives it, over the channel of
 * child_process.fork. Without that channel nothing ever arrives, and the process ends once it has loaded.
 */
process.parentPort = {
  postMessage: (message) => process.send?.(message),
  on: (_name, listener) => {
    if (process.send) process.on('message', (data) => listener({ data }))
  },
}
