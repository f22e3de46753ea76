/** Stands in for Electron's own default_app.asar: starts the application whose folder is on the command line. */
const { app } = require('electron')
const { Module } = require('node:module')
const path = require('node:path')

// As Electron's own does: code asks this to know that an application's path is among the arguments.
Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true })

// `-r FILE` first, as Electron's own does: the end-to-end tests need it
const given = process.argv.slice(1)
const preload = given.indexOf('-r')
if (preload !== -1) Module._preloadModules([path.resolve(given.splice(preload, 2)[1])])

const folder = path.resolve(given.find((argument) => !argument.startsWith('-')) ?? '.')
const manifest = require(path.join(folder, 'package.json'))
app.setName(manifest.productName ?? manifest.name)
if (manifest.version) app.setVersion(manifest.version)
app.setAppPath(folder)
app.setPath('userData', path.join(app.getPath('appData'), app.getName()))
Module._load(path.join(folder, manifest.main), Module, true)
