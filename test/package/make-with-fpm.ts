/** Makes a package of the program that prepare.ts laid out, as electron-builder does it, with the stand-in for fpm. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makePackage } from '../../scripts/package.ts'

/** @returns the path of the package, beside the program's folder */
export async function makeWithFpm(target: 'deb' | 'rpm', program: string): Promise<string> {
  const programs = mkdtempSync(join(tmpdir(), 'griot-fpm-'))
  const standIn = fileURLToPath(new URL('fpm-stand-in.mjs', import.meta.url))
  writeFileSync(join(programs, 'fpm'), `#!/bin/sh\nexec '${process.execPath}' '${standIn}' "$@"\n`)
  chmodSync(join(programs, 'fpm'), 0o755)
  const before = { PATH: process.env.PATH, USE_SYSTEM_FPM: process.env.USE_SYSTEM_FPM }
  Object.assign(process.env, { PATH: `${programs}:${before.PATH ?? ''}`, USE_SYSTEM_FPM: 'true' })
  const output = dirname(dirname(program))
  try {
    await makePackage(['--linux', target, '--prepackaged', dirname(program)], {
      output,
      environment: { GITHUB_REPOSITORY: 'example/griot' },
    })
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
    }
    rmSync(programs, { recursive: true, force: true })
  }
  const made = readdirSync(output).find((name) => name.endsWith(`.${target}`))
  if (!made) throw new Error(`No .${target} was made.`)
  return join(output, made)
}
