/** What `npm run build` wrote can run where it is meant to: old Electron, sandboxed preload, strict window, plain Node. */
import { fork, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findOldNode, oldNodeVersion } from '../../scripts/old-node.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const built = (...path: string[]) => join(repository, 'out', ...path)
const filesIn = (folder: string, ending: string) =>
  readdirSync(built(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => built(folder, name))

/** What may name a module: the words around a `from` in SQL or in a sentence may not. */
const moduleName = /^(?:node:|@[\w-][\w.-]*\/|\.{1,2}\/)?[\w-][\w./-]*$/

/** Module names that a bundle asks for at run time; a library's comment with an example asks for nothing. */
function requestedModules(source: string): string[] {
  const code = source.replace(/^\s*(?:\*|\/[/*]).*$/gm, '')
  const requests = code.matchAll(/(?:\brequire\(|\bimport\(|\bfrom\s*|^import\s*)(["'])([^"']+)\1/gm)
  return [...new Set([...requests].map((match) => match[2]!))].filter((name) => moduleName.test(name))
}
/** What a file of a folder of bundles asks for, with what its neighbours ask for that it loads at once or later. */
function reachedFrom(folder: string, file: string): Set<string> {
  const seen = new Set<string>()
  const reached = new Set<string>()
  const visit = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    for (const wanted of requestedModules(readFileSync(built(folder, name), 'utf8')))
      if (wanted.startsWith('./')) visit(wanted.slice(2))
      else if (!isBuiltin(wanted)) reached.add(wanted)
  }
  visit(file)
  return reached
}
const isBuiltin = (name: string) => name.startsWith('node:') || builtinModules.includes(name)

const oldNode = findOldNode()

describe('the main process', () => {
  it.skipIf(oldNode === null)(`loads on Node ${oldNodeVersion}, the one of Electron 25`, () => {
    const result = spawnSync(
      oldNode ?? '',
      ['--require', join(import.meta.dirname, 'electron-stand-in.cjs'), built('main/index.cjs')],
      {
        encoding: 'utf8',
      },
    )
    expect(result.stderr).toBe('')
    expect(result.stdout.trim()).toMatch(/loaded$/)
    expect(result.status).toBe(0)
  })

  it('leaves nothing outside but Electron and the native modules', () => {
    const outside = filesIn('main', '.cjs')
      .flatMap((path) => requestedModules(readFileSync(path, 'utf8')))
      .filter((name) => !isBuiltin(name) && !name.startsWith('.'))
    expect(new Set(outside)).toEqual(new Set(['electron', 'better-sqlite3', 'keytar']))
  })
})

describe('the process of core', () => {
  const standIn = join(import.meta.dirname, 'parent-port-stand-in.cjs')
  const entry = built('main/core.cjs')

  it('is plain Node, and alone has the database', () => {
    expect(reachedFrom('main', 'core.cjs')).toEqual(new Set(['better-sqlite3', 'keytar']))
    expect(reachedFrom('main', 'index.cjs')).toEqual(new Set(['electron', 'keytar']))
  })

  it.skipIf(oldNode === null)(`loads on Node ${oldNodeVersion}, the one of Electron 25`, () => {
    const result = spawnSync(oldNode ?? '', ['--require', standIn, entry], { encoding: 'utf8' })
    expect({ status: result.status, stderr: result.stderr }).toEqual({ status: 0, stderr: '' })
  })

  it('starts, opens a database and answers over its port', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'griot-core-bundle-'))
    const core = fork(entry, { execArgv: ['--require', standIn], serialization: 'advanced' })
    const ended = new Promise((resolve) => core.once('exit', resolve))
    try {
      const answers = new Map<number, unknown>()
      core.on('message', (message: { kind: string; id: number; reply: unknown }) => {
        if (message.kind === 'answer') answers.set(message.id, message.reply)
      })
      const options = { dataDir, language: 'fr', version: '1.2.3', firstSequence: 0 }
      core.send({ kind: 'ask', id: 1, name: 'core.open', input: options })
      await expect.poll(() => answers.get(1)).toEqual({ ok: true, value: undefined })
      core.send({ kind: 'ask', id: 2, name: 'program.info' })
      await expect.poll(() => answers.get(2)).toMatchObject({ ok: true, value: { version: '1.2.3' } })
      core.send({ kind: 'ask', id: 3, name: 'core.close' })
      await expect.poll(() => answers.get(3)).toEqual({ ok: true, value: undefined })
    } finally {
      core.kill('SIGKILL')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    }
  })
})

describe('the preload script', () => {
  it('is one file that asks for electron only, as the sandbox demands', () => {
    expect(readdirSync(built('preload')).filter((name) => name.endsWith('js'))).toEqual(['index.cjs'])
    expect(requestedModules(readFileSync(built('preload/index.cjs'), 'utf8'))).toEqual(['electron'])
  })
})

describe('the window', () => {
  it('has no property of Tailwind that Chrome 114 would drop', () => {
    const styles = filesIn('renderer', '.css').map((path) => readFileSync(path, 'utf8'))
    expect(styles.join('').length).toBeGreaterThan(1000)
    for (const style of styles) {
      const untyped = [...style.matchAll(/@property[^}]*\}/g)].filter((match) => !match[0].includes('initial-value'))
      expect(untyped.map((match) => match[0])).toEqual([])
    }
  })

  it('has no inline script or style, which the content security policy refuses', () => {
    const page = readFileSync(built('renderer/index.html'), 'utf8')
    expect([...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>/g)]).toEqual([])
    expect([...page.matchAll(/<style|\sstyle=|\son[a-z]+=/g)]).toEqual([])
  })
})

describe('the command line', () => {
  const launcher = join(repository, 'electron/cli/griot.mjs')

  it('answers --help', () => {
    const result = spawnSync(process.execPath, [launcher, '--help'], { encoding: 'utf8' })
    expect(result.stderr).toBe('')
    expect(result.stdout).toContain('griot')
    expect(result.status).toBe(0)
  })

  it.skipIf(oldNode === null)(
    `started by Node ${oldNodeVersion}, goes on under the Node of this repository and passes its exit code on`,
    () => {
      const help = spawnSync(oldNode ?? '', [launcher, '--help'], { encoding: 'utf8' })
      expect({ status: help.status, stderr: help.stderr }).toEqual({ status: 0, stderr: '' })
      const wrong = spawnSync(oldNode ?? '', [launcher, 'no-such-command'], { encoding: 'utf8' })
      expect(wrong.status).toBe(2)
    },
  )

  it('leaves nothing outside but the native modules', () => {
    const outside = filesIn('cli', '.mjs')
      .flatMap((path) => requestedModules(readFileSync(path, 'utf8')))
      .filter((name) => !isBuiltin(name) && !name.startsWith('.'))
    expect(new Set(outside)).toEqual(new Set(['better-sqlite3', 'keytar']))
  })
})

describe('the list of licences', () => {
  /** Packages whose code is in a part, as its source maps know them. */
  const bundled = (part: string): string[] => {
    const sources = filesIn(part, '.map').flatMap((path) => {
      const { sources } = JSON.parse(readFileSync(path, 'utf8')) as { sources: string[] }
      return sources
    })
    return sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? [])
  }
  const listed = (part: string) =>
    JSON.parse(readFileSync(built('licences', `${part}.json`), 'utf8')) as {
      name: string
      version: string
      licence: string
      text: string
    }[]

  it.each([
    ['main', 'zod'],
    ['cli', 'commander'],
  ])('of %s names every package that is in it', (part, known) => {
    const names = new Set(bundled(part))
    expect(names).toContain(known)
    expect(listed(part).map(({ name }) => name)).toEqual(expect.arrayContaining([...names]))
  })

  it('names what is packaged beside the bundles, and what the window brings', () => {
    const names = ['main', 'preload', 'renderer'].flatMap((part) => listed(part).map(({ name }) => name))
    for (const name of [
      'electron',
      'better-sqlite3',
      '@github/keytar',
      '@e965/xlsx',
      'vue-router',
      'reka-ui',
      'chart.js',
    ])
      expect(names).toContain(name)
    for (const name of ['@fontsource-variable/inter', 'tailwindcss']) expect(names).toContain(name)
  })

  it('has the text of each, and no licence that forbids to pass it on', () => {
    for (const { name, version, licence, text } of ['main', 'cli', 'renderer'].flatMap(listed)) {
      expect({ name, licence }).toEqual({
        name,
        licence: expect.stringMatching(
          /^(MIT|ISC|Apache-2\.0|BlueOak-1\.0\.0|OFL-1\.1|BSD-[23]-Clause|0BSD)$/,
        ) as string,
      })
      expect(version).toMatch(/^\d+\.\d+\.\d+/)
      // lazy-val has no text of its own; its manifest says MIT
      if (name !== 'lazy-val') expect({ name, length: text.length }).not.toEqual({ name, length: 0 })
    }
  })
})
