/** What is in the package: the fuses as stated, and no file that does not run. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { listPackage } from '@electron/asar'
import { describe, expect, inject, it } from 'vitest'
import { parse } from 'yaml'
import { fuseFaults, fuseNames } from '../../scripts/fuses.ts'
import { readBuilderConfig } from '../../scripts/package.ts'

const { resources, fuses } = inject('made')
const archived = listPackage(join(resources, 'app.asar'), { isPack: false }).map((path) => path.replaceAll('\\', '/'))

describe('the fuses of the executable', () => {
  it('are as electron-builder.yml states', () => {
    expect(fuseFaults(fuses)).toEqual([])
  })

  it('are all stated, by every name that is known', () => {
    expect(Object.keys(readBuilderConfig().electronFuses).toSorted()).toEqual(fuseNames.toSorted())
  })

  it.each(['runAsNode', 'enableNodeOptionsEnvironmentVariable', 'enableNodeCliInspectArguments'])(
    '%s is off',
    (name) => {
      expect(fuses.find((fuse) => fuse.name === name)?.found).toBe('off')
    },
  )
})

describe('the archive', () => {
  it('has the program, the process of its core, its window and the two native modules', () => {
    const parts = ['main/index.cjs', 'main/core.cjs', 'preload/index.cjs', 'renderer/index.html']
    for (const path of ['/package.json', ...parts.map((part) => `/out/${part}`)]) expect(archived).toContain(path)
    const native = archived.filter((path) => path.endsWith('.node'))
    expect(native).toHaveLength(2)
    for (const path of native) expect(existsSync(join(resources, 'app.asar.unpacked', path))).toBe(true)
  })

  it('has no sources, maps, tests, or other files that do not run', () => {
    const runs =
      /\.(?:cjs|js|html|css|woff2|node)$|\/package\.json$|\/LICENSE$|^\/out\/licences\/(?:main|preload|renderer)\.json$/
    const folders = new Set(archived.map((path) => path.slice(0, path.lastIndexOf('/'))))
    const others = archived.filter((path) => !folders.has(path) && !runs.test(path))
    expect(others).toEqual([])
    expect(archived.filter((path) => /\.test\.|\/test\/|\/src\/|\/scripts\//.test(path))).toEqual([])
  })

  it('has nothing of node_modules but the native modules and what a thread loads: everything else is bundled', () => {
    const modules = archived.flatMap((path) => /^\/node_modules\/([^/]+)$/.exec(path)?.[1] ?? [])
    expect(modules.toSorted()).toEqual(['@e965', 'better-sqlite3', 'keytar'])
  })
})

describe('the archive’s licences', () => {
  it('are there for every part that is in it', () => {
    for (const part of ['main', 'preload', 'renderer']) expect(archived).toContain(`/out/licences/${part}.json`)
    expect(archived).not.toContain('/out/licences/cli.json')
  })
})

describe('beside the archive', () => {
  it('are the samples and icons, and where updates come from', () => {
    expect(readdirSync(join(resources, 'samples')).toSorted()).toEqual(['clients-exemple.csv', 'clients-exemple.xlsx'])
    expect(existsSync(join(resources, 'icons/512x512.png'))).toBe(true)
    // these two come with the Debian package, which is made of the same folder
    const ofDebian = new Set(['apparmor-profile', 'package-type'])
    expect(
      readdirSync(resources)
        .filter((name) => !ofDebian.has(name))
        .toSorted(),
    ).toEqual(['app-update.yml', 'app.asar', 'app.asar.unpacked', 'cli', 'icons', 'samples'])
    const commandLine = readdirSync(join(resources, 'cli'), { recursive: true, encoding: 'utf8' })
    expect(commandLine).toContain('out/cli/main.mjs')
    expect(commandLine.filter((name) => /\.(?:map|ts)$|\.test\./.test(name))).toEqual([])
    const update = parse(readFileSync(join(resources, 'app-update.yml'), 'utf8')) as Record<string, unknown>
    expect(update).toMatchObject({ provider: 'github', owner: 'example', repo: 'griot' })
  })
})
