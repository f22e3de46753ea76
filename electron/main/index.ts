/**
 * The entry of the main process: what must be settled before Electron is ready, and one instance for each data folder.
 * The program itself is in griot.ts.
 */
import { app } from 'electron'
import { privateMask } from '@core/storage/private-files'
import { registerAppScheme } from './app-protocol'
import { startGriot } from './griot'
import { createFileLog } from './log'
import { closePackagedDoors } from './packaged-doors'
import { chooseDataDir, spreadsheetsIn } from './paths'

closePackagedDoors()
process.umask(privateMask)
app.setName('Griot')
app.setAppUserModelId('org.griot.sms')
const dataDir = chooseDataDir()
const log = createFileLog(dataDir, { onConsole: !app.isPackaged })

process.on('uncaughtException', (error) => log.error('uncaught exception', { error }))
process.on('unhandledRejection', (reason) => log.error('unhandled rejection', { reason }))

if (app.requestSingleInstanceLock()) {
  // the super-user can't have a sandbox: Chromium would refuse to start (containers, tests)
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  registerAppScheme()
  const griot = startGriot({ dataDir, log, openAtStart: spreadsheetsIn(process.argv, process.cwd()) })
  app.on('second-instance', (_event, argv, workingDirectory) => griot.openAgain(spreadsheetsIn(argv, workingDirectory)))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    griot.openAgain([path])
  })
} else {
  app.quit()
}
