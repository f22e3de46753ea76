/** Before all specs: builds what is out of date, finds an Electron and opens the lanes; test/helpers/electron.ts takes them from here. */
import type { TestProject } from 'vitest/node'
import { build } from '../../scripts/build.ts'
import { electronArguments, findElectron } from '../../scripts/electron-runtime.ts'
import { openLanes, type Lane } from './lanes.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    electron: { readonly executable: string; readonly environment: Record<string, string>; readonly args: string[] }
    lanes: readonly Lane[]
  }
}

/** Returns what closes the lanes. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  build(['cli', 'app'], { ifStale: true })
  const { executable, environment, description } = findElectron()
  console.log(description)
  const { lanes, close } = await openLanes()
  // a virtual display has no graphics card: Chromium else starts, loses and replaces its graphics process at every launch
  const args = [...electronArguments(), ...(process.platform === 'linux' ? ['--disable-gpu'] : [])]
  project.provide('electron', { executable, environment: { ...environment }, args })
  project.provide('lanes', lanes)
  return close
}
