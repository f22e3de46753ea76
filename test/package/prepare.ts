/**
 * Before the tests of the package: makes one for this system, in a folder of its own. Where the Electron that was found needs
 * another binary of better-sqlite3, that binary takes the place of the packaged one, in this trial only: a package for people
 * is made with the Electron whose binary it brings.
 */
import { copyFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { electronArguments, findElectron } from '../../scripts/electron-runtime.ts'
import type { Fuse } from '../../scripts/fuses.ts'
import { makePackage } from '../../scripts/package.ts'
import { repository } from '../../scripts/process.ts'

export interface MadePackage {
  readonly program: string
  readonly resources: string
  readonly fuses: readonly Fuse[]
  readonly args: readonly string[]
}

declare module 'vitest' {
  export interface ProvidedContext {
    made: MadePackage
  }
}

export async function setup(project: TestProject) {
  const output = join(repository, 'node_modules/.cache/griot-package')
  rmSync(output, { recursive: true, force: true })
  const made = await makePackage(['--linux', 'dir'], { output, environment: { GITHUB_REPOSITORY: 'example/griot' } })
  const [first] = made
  if (!first) throw new Error('No package was made.')
  const [program, fuses] = first
  const resources = join(dirname(program), 'resources')
  const binding = findElectron().environment.GRIOT_SQLITE_BINDING
  if (binding) {
    const packaged = join(
      resources,
      `app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
    )
    rmSync(packaged)
    copyFileSync(binding, packaged)
    console.log(`For this trial only, the package has the better-sqlite3 of ${binding}`)
  }
  // a virtual display has no graphics card
  project.provide('made', { program, resources, fuses, args: [...electronArguments(), '--disable-gpu'] })
}
