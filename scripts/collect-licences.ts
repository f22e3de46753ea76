/**
 * Lists the packages whose code is in a bundle, with their licences, into out/licences/PART.json: the program shows them
 * (About). A package without a licence text keeps the name of its licence.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../', import.meta.url))

export interface PackageLicence {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly text: string
}

type Bundle = Readonly<Record<string, { readonly type: string; readonly moduleIds?: readonly string[] }>>

/** @param beside packages that are not bundled but packaged with this part */
export function collectLicences(part: string, beside: readonly string[] = []) {
  return {
    name: 'collect-licences',
    generateBundle(_options: unknown, bundle: Bundle) {
      const ids = Object.values(bundle).flatMap(({ moduleIds }) => moduleIds ?? [])
      const folders = new Set([
        ...ids.flatMap((id) => packageFolder(id) ?? []),
        ...beside.map((name) => join(repository, 'node_modules', name)),
      ])
      const list = [...folders].map(licenceOf).sort((one, other) => one.name.localeCompare(other.name, 'en'))
      const target = join(repository, 'out/licences')
      mkdirSync(target, { recursive: true })
      // two builds may end at once
      const fresh = join(target, `.${part}.${process.pid}`)
      writeFileSync(fresh, `${JSON.stringify(list, null, 1)}\n`)
      renameSync(fresh, join(target, `${part}.json`))
    },
  }
}

/** The folder of the package that a module is of; null for our own. */
export function packageFolder(id: string): string | null {
  const path = id
    .replaceAll('\\', '/')
    .replace(/^[^/a-zA-Z]+/, '')
    .replace(/\?.*$/, '')
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null
}

export function licenceOf(folder: string): PackageLicence {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string
    version: string
    license?: string | { type: string }
  }
  const licence = typeof manifest.license === 'object' ? manifest.license.type : manifest.license
  return { name: manifest.name, version: manifest.version, licence: licence ?? '', text: textOf(folder) }
}

/** Some packages of one repository keep the text beside them only at its root. */
function textOf(folder: string): string {
  for (const place of [folder, dirname(folder)]) {
    const file = existsSync(place)
      ? readdirSync(place).find((name) => /^(?:licen[cs]e|copying)(?:[-.](?:md|txt|mit))?$/i.test(name))
      : undefined
    if (file !== undefined) return readFileSync(join(place, file), 'utf8').trim()
  }
  return ''
}
