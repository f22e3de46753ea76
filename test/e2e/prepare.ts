/** Before all specs: builds what is out of date and finds an Electron; specs get it through test/helpers/electron.ts. */
import type { TestProject } from 'vitest/node'
import { build } from '../../scripts/build.ts'
import { electronArguments, findElectron } from '../../scripts/electron-runtime.ts'
import { hasDisplay } from '../../scripts/linux-session.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    electron: { readonly executable: string; readonly environment: Record<string, string>; readonly args: string[] }
  }
}

export function setup(project: TestProject) {
  if (!hasDisplay()) throw new Error('No display: run these tests with  xvfb-run -a …  or through  npm run test:e2e.')
  build(['cli', 'app'], { ifStale: true })
  const { executable, environment, description } = findElectron()
  console.log(description)
  project.provide('electron', { executable, environment: { ...environment }, args: electronArguments() })
}
