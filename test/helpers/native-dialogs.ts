/** Answers of a person to the dialogs of the system, which no test can click: the next ones give this path. */
import type { ElectronApplication } from 'playwright-core'

/** What the dialog that opens a file gives from now on. */
export async function willOpen(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)
}

/** What the dialog that saves a file gives from now on. */
export async function willSaveAs(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
  }, path)
}
