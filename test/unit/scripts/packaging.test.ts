/** What the packaging states, and what decides about fuses and updates. The made package is looked at in test/package. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { listFileExtensions } from '@shared/list-file-extensions'
import { commandOfLink, linkScheme, linkTo } from '../../../electron/main/deep-link'
import { quickPages } from '../../../electron/main/quick-tasks'
import { fuseFaults, fuseTable, type Fuse } from '../../../scripts/fuses'
import { updateSource } from '../../../scripts/update-source'

vi.mock('electron', () => ({ app: {}, Menu: {} }))

describe('fuses', () => {
  const asStated: Fuse = { name: 'runAsNode', stated: false, found: 'off' }

  it.each<[string, Fuse, string[]]>([
    ['as stated', asStated, []],
    ['on, stated off', { ...asStated, found: 'on' }, ['runAsNode is on, stated is off']],
    ['off, stated on', { ...asStated, stated: true }, ['runAsNode is off, stated is on']],
    ['removed', { ...asStated, found: 'removed' }, ['runAsNode is removed, stated is off']],
    ['not stated', { ...asStated, stated: undefined }, ['runAsNode is not stated in electron-builder.yml']],
    ['absent from an old Electron', { ...asStated, found: 'absent' }, []],
    ['of a newer Electron, without a name', { name: '8', stated: undefined, found: 'on' }, []],
  ])('%s', (_case, fuse, faults) => {
    expect(fuseFaults([asStated, fuse])).toEqual(faults)
  })

  it('are shown as a table, the absent and the nameless too', () => {
    const table = fuseTable([asStated, { ...asStated, found: 'absent' }, { name: '8', stated: undefined, found: 'on' }])
    expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['fuse', 'stated', 'in the executable'],
      ['runAsNode', 'off', 'off'],
      ['runAsNode', 'off', 'absent (old Electron)'],
      ['8', 'not stated', 'on'],
    ])
  })
})

describe('updates come', () => {
  const github = { GITHUB_REPOSITORY: 'awa/griot' }
  const source = { provider: 'github', owner: 'awa', repo: 'griot' }
  const signed = { ...github, CSC_LINK: 'certificate' }

  it.each<[string, NodeJS.Platform, NodeJS.ProcessEnv, unknown]>([
    ['from nowhere, packaged outside a repository of GitHub', 'linux', {}, null],
    ['from the repository that Linux was packaged in', 'linux', github, source],
    ['from nowhere on Windows without a certificate', 'win32', { ...github, GRIOT_PUBLISHER: 'Awa' }, null],
    ['from nowhere on Windows without the name in the certificate', 'win32', signed, null],
    [
      'to Windows only under the name in the certificate',
      'win32',
      { ...signed, GRIOT_PUBLISHER: 'Awa SARL' },
      { ...source, publisherName: ['Awa SARL'] },
    ],
    ['from nowhere on macOS without a certificate', 'darwin', github, null],
    ['to macOS signed', 'darwin', signed, source],
  ])('%s', (_case, platform, environment, expected) => {
    expect(updateSource(platform, environment)).toEqual(expected)
  })

  it.each(['awa', 'awa/griot/x', '/', 'awa/', 'https://example.org/a'])('never from “%s”', (name) => {
    expect(() => updateSource('linux', { GITHUB_REPOSITORY: name })).toThrow('GITHUB_REPOSITORY must be owner/name')
  })

  it('with the lists that the program reads, attached to each release', () => {
    const workflow = readFileSync(
      fileURLToPath(new URL('../../../.github/workflows/release.yml', import.meta.url)),
      'utf8',
    )
    for (const made of ['dist/latest*.yml', 'dist/*.blockmap', 'dist/*.zip']) expect(workflow).toContain(made)
    expect(workflow).toContain('GRIOT_PUBLISHER: ${{ vars.GRIOT_PUBLISHER }}')
  })
})

describe('the packages', () => {
  const config = parse(
    readFileSync(fileURLToPath(new URL('../../../electron-builder.yml', import.meta.url)), 'utf8'),
  ) as {
    mac: { fileAssociations: { ext: string; rank: string }[] }
    protocols: { schemes: string[] }[]
    linux: {
      mimeTypes: string[]
      desktop: { entry: Record<string, string>; desktopActions: Record<string, { Exec: string }> }
    }
    appImage: { executableArgs: string[] }
  }

  it('offer Griot for lists that it reads, and for no other kind of file', () => {
    const { fileAssociations } = config.mac
    const kinds = fileAssociations.map(({ ext }) => ext)
    expect(kinds).toEqual(expect.arrayContaining(['csv', 'xlsx', 'ods', 'xls', 'vcf']))
    for (const kind of kinds) expect(listFileExtensions).toContain(kind)
    for (const { rank } of fileAssociations) expect(rank).toBe('Alternate')
    expect(config.linux.mimeTypes).toHaveLength(kinds.length)
    for (const kind of config.linux.mimeTypes) expect(kind).toMatch(/^(?:text|application)\/[\w.-]+$/)
  })

  it('open links of the scheme that the program reads, and no other', () => {
    expect(config.protocols.flatMap(({ schemes }) => schemes)).toEqual([linkScheme])
  })

  it('have entries in the menu whose actions are links, each listed', () => {
    const { entry, desktopActions } = config.linux.desktop
    expect(entry.Actions?.split(';').filter(Boolean)).toEqual(Object.keys(desktopActions))
    const links = Object.values(desktopActions).map(({ Exec }) => Exec.replace('/opt/Griot/griot ', ''))
    expect(links).toEqual(quickPages.map(linkTo))
    for (const link of links) expect(commandOfLink(link)).not.toBeNull()
  })

  it('start with the sandbox', () => {
    expect(config.appImage.executableArgs).toEqual([])
    expect(JSON.stringify(config)).not.toContain('no-sandbox')
  })
})
