/** The Debian package, made with a stand-in for fpm: what it installs, what it runs at installation, and that it starts. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startPackaged } from '../helpers/packaged-program'
import { makeWithFpm } from './make-with-fpm'

const made = inject('made')
const missing = ['dpkg-deb', 'objdump', 'sh'].filter(
  (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0,
)
if (missing.length > 0) console.warn(`Skipped: the Debian package. Not here: ${missing.join(', ')}.`)

/** Debian's package of each library that Electron is linked to (Debian 12; `dpkg -S`). */
const packageOf: Readonly<Record<string, string>> = {
  'libX11.so.6': 'libx11-6',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libasound.so.2': 'libasound2',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgcc_s.so.1': 'libgcc-s1',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libsmime3.so': 'libnss3',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
}

describe.skipIf(missing.length > 0)('the Debian package', () => {
  let work: string
  let root: string
  let control: Readonly<Record<string, string>>
  const installed = (...path: string[]) => join(root, ...path)
  const read = (...path: string[]) => readFileSync(installed(...path), 'utf8')

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'griot-deb-test-'))
    root = join(work, 'root')
    const deb = await makeWithFpm('deb', made.program)
    const take = (...args: string[]) => expect(spawnSync('dpkg-deb', args, { encoding: 'utf8' }).stderr).toBe('')
    take('-x', deb, root)
    take('-e', deb, join(root, 'DEBIAN'))
    control = Object.fromEntries(
      [...read('DEBIAN/control').matchAll(/^([\w-]+): (.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
    )
  }, 300_000)
  afterAll(() => rmSync(work, { recursive: true, force: true }))

  it('says what it is and what it needs', () => {
    expect(control).toMatchObject({ Package: 'griot', Architecture: process.arch === 'x64' ? 'amd64' : 'arm64' })
    expect(control.Recommends).toContain('org.freedesktop.secrets')
  })

  it('needs every package that the program is linked to: a bare system has none of them', () => {
    const { stdout } = spawnSync('objdump', ['-p', made.program], { encoding: 'utf8' })
    const linked = [...stdout.matchAll(/NEEDED\s+(\S+)/g)].map(([, name = '']) => name)
    const stated = new Set(control.Depends?.split(/,\s*/).flatMap((choice) => choice.split(/\s*\|\s*/)))
    expect(linked.length).toBeGreaterThan(20)
    // libc6 is on every Debian, libffmpeg.so in the package
    const outside = linked.filter((name) => !/^(lib(c|m|dl|pthread|rt)\.so|ld-linux|libffmpeg\.so)/.test(name))
    expect(outside.map((name) => packageOf[name] ?? name).filter((name) => !stated.has(name))).toEqual([])
  })

  it('has a menu entry that starts with the sandbox, opens lists and links, and offers two acts', () => {
    const entry = read('usr/share/applications/griot.desktop')
    expect(entry).toMatch(/^Exec=\/opt\/Griot\/griot %U$/m)
    expect(entry).not.toContain('no-sandbox')
    const [, kinds = ''] = /^MimeType=(.*)$/m.exec(entry) ?? []
    for (const kind of ['text/csv', 'text/vcard', 'x-scheme-handler/griot', 'application/vnd.ms-excel'])
      expect(kinds.split(';')).toContain(kind)
    expect(entry).toContain('[Desktop Action NewCampaign]')
    expect(entry).toContain('Name[fr]=Importer des contacts')
    if (spawnSync('sh', ['-c', 'command -v desktop-file-validate']).status === 0) {
      const { stdout } = spawnSync('desktop-file-validate', [installed('usr/share/applications/griot.desktop')], {
        encoding: 'utf8',
      })
      expect(stdout).not.toContain('error')
    }
  })

  it('defines no kind of file: .csv and .xlsx keep the system’s icons and names', () => {
    expect(existsSync(installed('usr/share/mime'))).toBe(false)
  })

  it('brings icons, the licences of Electron and Chromium, and nothing setuid', () => {
    for (const size of ['16x16', '512x512'])
      expect(existsSync(installed(`usr/share/icons/hicolor/${size}/apps/griot.png`))).toBe(true)
    for (const name of ['LICENSE.electron.txt', 'LICENSES.chromium.html'])
      expect(existsSync(installed('opt/Griot', name))).toBe(true)
    const { stdout } = spawnSync('find', [root, '-perm', '/6000'], { encoding: 'utf8' })
    expect(stdout).toBe('')
  })

  it('brings the manual in two languages and what three shells need to complete words', () => {
    const page = (...path: string[]) => gunzipSync(readFileSync(installed('usr/share', ...path))).toString('utf8')
    expect(page('man/man1/griot.1.gz')).toMatch(/^\.TH GRIOT 1[^]*\.SH COMMANDS/m)
    expect(page('man/fr/man1/griot.1.gz')).toMatch(/^\.TH GRIOT 1[^]*\.SH COMMANDES/m)
    for (const file of [
      'bash-completion/completions/griot',
      'zsh/vendor-completions/_griot',
      'fish/vendor_completions.d/griot.fish',
    ])
      expect(read('usr/share', file)).toContain('campaign')
  })

  it('touches no data of a person when it is installed or removed', () => {
    for (const script of ['postinst', 'postrm']) {
      const text = read('DEBIAN', script)
      expect(spawnSync('bash', ['-n', installed('DEBIAN', script)]).status).toBe(0)
      expect(text).not.toMatch(/\$HOME|\.config|\/home|curl|wget/)
    }
    expect(read('DEBIAN/postinst')).toContain("'/usr/bin/griot'")
  })

  describe('the command griot', () => {
    const data = () => join(work, 'data')
    const griot = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) => {
      const script = join(work, 'griot')
      const window = installed('opt/Griot/griot')
      // what would open a window says so here
      writeFileSync(
        script,
        read('usr/bin/griot')
          .replaceAll('exec "$home/griot"', 'echo window')
          .replace('home=/opt/Griot', `home='${dirname(window)}'`),
      )
      return spawnSync('/bin/sh', [script, ...args], {
        cwd: work,
        encoding: 'utf8',
        env: {
          PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
          GRIOT_DATA_DIR: data(),
          LANG: 'fr_FR.UTF-8',
          ...environment,
        },
      })
    }

    it('is a program of its own, which anybody may run', () => {
      expect(statSync(installed('usr/bin/griot')).mode & 0o777).toBe(0o755)
    })

    it('does what the command line does, with database and spreadsheets', () => {
      expect(griot(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
      expect(griot(['account', 'list', '--json'])).toMatchObject({ status: 0, stderr: '' })
      writeFileSync(join(work, 'liste.csv'), 'Nom;Tel\nAwa;677123456\n')
      expect(griot(['inspect', 'liste.csv', '--country', 'CM', '--json'])).toMatchObject({ status: 0, stderr: '' })
      expect(griot(['liste.xls']).stdout).not.toContain('window')
    })

    it('opens the window for nothing, a file, a link', () => {
      for (const args of [[], ['liste.csv'], [join(work, 'liste.csv')], ['griot://contacts']])
        expect(griot(args).stdout).toBe(`window ${args.join(' ')}`.trim() + '\n')
    })

    it('says that it needs Node where there is none', () => {
      const { status, stderr } = griot(['account', 'list'], { PATH: work })
      expect(status).toBe(1)
      expect(stderr).toContain('Node 22.14')
    })
  })

  it('starts from where it is installed', async () => {
    const program = installed('opt/Griot/griot')
    await using started = startPackaged({ ...made, program, resources: installed('opt/Griot/resources') })
    await expect
      .poll(async () => (await started.titles()).some((title) => title.endsWith(' – Griot')), { interval: 250 })
      .toBe(true)
    started.askToEnd()
    expect(await started.ended).toBe(0)
    expect(started.log()).not.toMatch(/ error /)
  })
})
