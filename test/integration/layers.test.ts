/**
 * The layer rules refuse what they should and let through what they should: each case writes a miniature house into a
 * temporary folder, plants one import in it and runs the real rules of .dependency-cruiser.js over it.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractTypeScriptConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
// The rules are plain JavaScript, the form that dependency-cruiser reads.
import rules, { coreRooms } from '../../.dependency-cruiser.js'

const repository = fileURLToPath(new URL('../../', import.meta.url))
let house: string

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'griot-layers-'))
  symlinkSync(join(repository, 'node_modules'), join(house, 'node_modules'), 'junction')
  writeFileSync(join(house, 'tsconfig.base.json'), readFileSync(join(repository, 'tsconfig.base.json')))
})

afterEach(() => {
  rmSync(house, { recursive: true, force: true })
})

function write(path: string, source: string) {
  mkdirSync(dirname(join(house, path)), { recursive: true })
  writeFileSync(join(house, path), source)
}

/** Names of the rules that `from` breaks by importing `target`; an empty module stands at each of `present`. */
async function brokenRules(from: string, target: string, present: readonly string[]): Promise<string[]> {
  for (const path of present)
    write(path, path.endsWith('.vue') ? '<template><p /></template>\n' : 'export const x = 1\n')
  write(
    from,
    from.endsWith('.vue')
      ? `<script setup lang="ts">\nimport * as planted from '${target}'\nconsole.log(planted)\n</script>\n<template><p /></template>\n`
      : `import * as planted from '${target}'\nexport const y = planted\n`,
  )
  const { options, ...ruleSet } = rules
  const { output } = await cruise(
    [from.split('/')[0]!],
    { ...options, baseDir: house, tsConfig: { fileName: join(house, 'tsconfig.base.json') }, ruleSet, validate: true },
    undefined,
    { tsConfig: extractTypeScriptConfig(join(house, 'tsconfig.base.json')) },
  )
  return (output as ICruiseResult).summary.violations.map((violation) => violation.rule.name)
}

describe('an import across a layer is refused', () => {
  it.each([
    ['electron/shared/money.ts', 'node:fs', [], 'shared-is-isomorphic'],
    ['electron/shared/money.ts', 'papaparse', [], 'shared-is-isomorphic'],
    ['electron/shared/money.ts', '@core/app', ['electron/core/app.ts'], 'shared-is-isomorphic'],
    ['electron/core/app.ts', 'electron', [], 'core-is-plain-node'],
    ['electron/core/app.ts', 'vue', [], 'core-is-plain-node'],
    ['electron/core/app.ts', '../main/window', ['electron/main/window.ts'], 'core-is-plain-node'],
    ['electron/core/app.ts', '@/stores/campaigns', ['src/stores/campaigns.ts'], 'core-is-plain-node'],
    ['electron/cli/main.ts', 'electron', [], 'cli-is-plain-node'],
    ['electron/main/index.ts', '../cli/main', ['electron/cli/main.ts'], 'main-uses-core-and-shared'],
    ['electron/main/index.ts', '@core/app', ['electron/core/app.ts'], 'main-asks-core-over-its-port'],
    ['electron/main/index.ts', '@core/storage/open', ['electron/core/storage/open.ts'], 'main-asks-core-over-its-port'],
    [
      'electron/main/index.ts',
      '../core-process/serve-core',
      ['electron/core-process/serve-core.ts'],
      'main-asks-core-over-its-port',
    ],
    ['electron/core-process/entry.ts', 'electron', [], 'core-process-is-plain-node'],
    ['electron/core-process/entry.ts', '../main/log', ['electron/main/log.ts'], 'core-process-is-plain-node'],
    ['electron/core/app.ts', '../core-process/port', ['electron/core-process/port.ts'], 'core-is-plain-node'],
    ['electron/cli/main.ts', '../core-process/port', ['electron/core-process/port.ts'], 'cli-is-plain-node'],
    ['electron/preload/index.ts', 'node:fs', [], 'preload-uses-shared'],
    ['electron/preload/index.ts', '@core/app', ['electron/core/app.ts'], 'preload-uses-shared'],
    ['src/views/home-view.ts', '@core/app', ['electron/core/app.ts'], 'window-uses-shared'],
    ['src/views/home-view.ts', 'electron', [], 'window-uses-shared'],
    ['src/views/home-view.ts', 'node:fs', [], 'window-has-no-node'],
    [
      'src/components/base/base-button.ts',
      '@/stores/accounts',
      ['src/stores/accounts.ts'],
      'components-without-stores',
    ],
    [
      'src/components/base/BaseButton.vue',
      '@/stores/accounts',
      ['src/stores/accounts.ts'],
      'components-without-stores',
    ],
    ['src/stores/accounts.ts', '@/views/HomeView.vue', ['src/views/HomeView.vue'], 'stores-without-views'],
    [
      'electron/core/providers/one.provider.ts',
      './two.provider',
      ['electron/core/providers/two.provider.ts'],
      'providers-ignore-each-other',
    ],
    ['electron/core/providers/one.provider.ts', '../storage/open', ['electron/core/storage/open.ts'], 'core-providers'],
    [
      'electron/core/campaigns/run.ts',
      '../providers/one.provider',
      ['electron/core/providers/one.provider.ts'],
      'campaigns-name-no-provider',
    ],
    ['electron/core/storage/open.ts', '../context', ['electron/core/context.ts'], 'core-storage'],
    ['electron/core/contacts/import.ts', '../drafts/read', ['electron/core/drafts/read.ts'], 'core-contacts'],
    ['electron/core/drafts/start.ts', '../campaigns/run', ['electron/core/campaigns/run.ts'], 'core-drafts'],
    ['electron/core/clock.ts', './storage/open', ['electron/core/storage/open.ts'], 'core-basics'],
    ['electron/core/history/report.ts', '../app', ['electron/core/app.ts'], 'core-history'],
    ['electron/core/attic/box.ts', '../clock', ['electron/core/clock.ts'], 'core-room-without-a-rule'],
    ['electron/core/app.ts', '../../test/helpers/fake', ['test/helpers/fake.ts'], 'product-without-tests'],
    ['electron/core/app.ts', './nowhere', [], 'nothing-unresolvable'],
  ])('%s importing %s', async (from, target, present, rule) => {
    expect(await brokenRules(from, target, present)).toContain(rule)
  })

  it('and a ring of imports too', async () => {
    write('electron/core/one.ts', `import { y } from './two'\nexport const x = y\n`)
    expect(await brokenRules('electron/core/two.ts', './one', [])).toContain('no-cycles')
  })

  it('even where the way back is a type', async () => {
    write('electron/core/one.ts', `import type { y } from './two'\nexport const x: typeof y | null = null\n`)
    expect(await brokenRules('electron/core/two.ts', './one', [])).toContain('no-cycles')
  })
})

describe('an import along the arrows is let through', () => {
  it.each([
    ['electron/shared/money.ts', 'zod', []],
    ['electron/core/app.ts', '@shared/errors', ['electron/shared/errors.ts']],
    ['electron/core/app.ts', 'node:fs', []],
    ['electron/core/contacts/import.ts', '../recipients/open', ['electron/core/recipients/open.ts']],
    ['electron/core/contacts/import.ts', '../clock', ['electron/core/clock.ts']],
    ['electron/core/app.ts', '../core/drafts/start', ['electron/core/drafts/start.ts']],
    ['electron/core/app.ts', 'better-sqlite3', []],
    ['electron/core/providers/registry.ts', './one.provider', ['electron/core/providers/one.provider.ts']],
    ['electron/main/index.ts', 'electron', []],
    ['electron/main/index.ts', '@core/events', ['electron/core/events.ts']],
    ['electron/main/index.ts', '../core-process/port', ['electron/core-process/port.ts']],
    ['electron/core-process/entry.ts', '@core/app', ['electron/core/app.ts']],
    ['electron/preload/index.ts', 'electron', []],
    ['electron/preload/index.ts', '@shared/errors', ['electron/shared/errors.ts']],
    ['electron/cli/main.ts', '@core/app', ['electron/core/app.ts']],
    ['src/views/home-view.ts', '@/stores/accounts', ['src/stores/accounts.ts']],
    ['src/views/home-view.ts', 'vue', []],
    ['src/api/client.ts', '@shared/errors', ['electron/shared/errors.ts']],
  ])('%s importing %s', async (from, target, present) => {
    expect(await brokenRules(from, target, present)).toEqual([])
  })
})

describe('the rooms of core', () => {
  it('import only rooms that are listed before them', () => {
    const rooms = Object.keys(coreRooms)
    for (const [index, others] of Object.values(coreRooms).entries())
      expect(rooms.slice(0, index)).toEqual(expect.arrayContaining([...others]))
  })

  it('are listed because they are there', () => {
    const present = readdirSync(join(repository, 'electron/core'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    expect(Object.keys(coreRooms).toSorted()).toEqual([...present, 'context'].toSorted())
  })
})

describe('abilities are data', () => {
  const sourcesUnder = (folder: string) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|vue)$/.test(name))
      .map((name) => join(folder, name))
  const providerIds = readdirSync(join(repository, 'electron/core/providers'))
    .filter((name) => name.endsWith('.provider.ts'))
    .map((name) => name.replace('.provider.ts', '').replaceAll('-', ''))

  it.each(['src', 'electron/core/campaigns'])('no file under %s names a gateway', (folder) => {
    const named = sourcesUnder(folder).filter((path) => {
      const source = readFileSync(join(repository, path), 'utf8')
      return providerIds.some((id) => source.includes(`'${id}'`) || source.includes(`"${id}"`))
    })
    expect(providerIds.length).toBeGreaterThan(0)
    expect(named).toEqual([])
  })
})
