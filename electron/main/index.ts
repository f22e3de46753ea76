/**
 * The entry of the main process: what must be settled before Electron is ready, and one instance for each data folder.
 * The program itself is in griot.ts.
 */
import { app, crashReporter } from 'electron'
import { privateMask } from '@core/storage/private-files'
import { registerAppScheme } from './app-protocol'
import { linkIn, linkScheme } from './deep-link'
import { startGriot } from './griot'
import { createFileLog } from './log'
import { closePackagedDoors } from './packaged-doors'
import { chooseDataDir, spreadsheetsIn } from './paths'

closePackagedDoors()
process.umask(privateMask)
app.setName('Griot')
app.setAppUserModelId('org.griot.sms')
const dataDir = chooseDataDir()
// dumps stay in the data folder: they hold parts of the memory, and go nowhere by themselves
crashReporter.start({ uploadToServer: false, compress: false })
const log = createFileLog(dataDir, { onConsole: !app.isPackaged })

process.on('uncaughtException', (error) => log.error('uncaught exception', { error }))
process.on('unhandledRejection', (reason) => log.error('unhandled rejection', { reason }))

if (app.requestSingleInstanceLock()) {
  // the super-user can't have a sandbox: Chromium would refuse to start (containers, tests)
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  registerAppScheme()
  // Linux has it in the desktop entry
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient(linkScheme)
  const opening = (argv: readonly string[], folder: string) => ({
    files: spreadsheetsIn(argv, folder),
    command: linkIn(argv),
  })
  const griot = startGriot({ dataDir, log, openAtStart: opening(process.argv, process.cwd()) })
  app.on('second-instance', (_event, argv, folder) => griot.openAgain(opening(argv, folder)))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    griot.openAgain({ files: [path], command: null })
  })
  app.on('open-url', (event, link) => {
    event.preventDefault()
    griot.openAgain({ files: [], command: linkIn(['griot', link]) })
  })
} else {
  app.quit()
}
