/**
 * electron-builder calls it when the program's folder is laid out: what Electron brings for trying out and never runs here
 * goes. It removes that itself only from an Electron that it downloaded.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'

/** @param {{ appOutDir: string, packager: { getResourcesDir(folder: string): string } }} context */
export default function removeDefaultApp({ appOutDir, packager }) {
  rmSync(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true })
}
