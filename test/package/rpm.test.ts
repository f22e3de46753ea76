/** The package for Fedora and openSUSE, made with a stand-in for fpm: what it states, installs and runs at installation. */
import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { makeWithFpm } from './make-with-fpm'

const made = inject('made')
const missing = ['rpm', 'rpmbuild'].filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0)
if (missing.length > 0) console.warn(`Skipped: the rpm package. Not here: ${missing.join(', ')}.`)

describe.skipIf(missing.length > 0)('the rpm package', () => {
  let path: string
  const ask = (...query: string[]) => {
    const { stdout, status } = spawnSync('rpm', ['-qp', ...query, path], { encoding: 'utf8' })
    expect(status).toBe(0)
    return stdout.trim().split('\n')
  }

  beforeAll(async () => {
    path = await makeWithFpm('rpm', made.program)
  }, 300_000)

  it('says what it is and what it needs', () => {
    expect(ask('--queryformat', '%{NAME} %{LICENSE} %{URL}')).toEqual(['griot MIT https://github.com/example/griot'])
    expect(ask('--requires')).toEqual(expect.arrayContaining(['gtk3', 'nss', 'alsa-lib', 'mesa-libgbm', 'libsecret']))
  })

  it('brings program, menu entry, command, manual and completion', () => {
    expect(ask('--list')).toEqual(
      expect.arrayContaining([
        '/opt/Griot/griot',
        '/opt/Griot/resources/app.asar',
        '/usr/bin/griot',
        '/usr/share/applications/griot.desktop',
        '/usr/share/man/man1/griot.1.gz',
        '/usr/share/man/fr/man1/griot.1.gz',
        '/usr/share/bash-completion/completions/griot',
        '/usr/share/zsh/site-functions/_griot',
        '/usr/share/fish/vendor_completions.d/griot.fish',
      ]),
    )
  })

  it('touches no data of a person when it is installed or removed', () => {
    expect(ask('--scripts').join('\n')).not.toMatch(/\$HOME|\.config|\/home|curl|wget/)
  })
})
