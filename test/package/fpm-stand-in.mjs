#!/usr/bin/env node
/**
 * Stands in for fpm, which electron-builder downloads from GitHub: makes a .deb of the same arguments with dpkg-deb, or an .rpm
 * with rpmbuild, so that what we state (files, dependencies, scripts, menu entry) is tried where GitHub is out of reach. Not
 * for people.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const words = process.argv.slice(2)
const flags = new Set(['--force', '--debug'])
/** @type {Record<string, string[]>} */
const given = {}
/** @type {string[]} */
const sources = []
for (let index = 0; index < words.length; index++) {
  const word = words[index] ?? ''
  if (flags.has(word)) continue
  if (!word.startsWith('-')) sources.push(word)
  else if (word.includes('=') && word.startsWith('--'))
    (given[word.slice(0, word.indexOf('='))] ??= []).push(word.slice(word.indexOf('=') + 1))
  else (given[word] ??= []).push(words[++index] ?? '')
}
const one = (/** @type {string} */ name) => given[name]?.at(-1) ?? ''

const root = mkdtempSync(join(tmpdir(), 'griot-deb-'))
try {
  for (const source of sources) {
    const [from = '', to = ''] = source.split(/=(?=\/)/)
    const isFolder = from.endsWith('/')
    const target = join(root, to)
    mkdirSync(isFolder ? target : dirname(target), { recursive: true })
    cpSync(from, target, { recursive: true, verbatimSymlinks: true })
  }
  chmodSync(root, 0o755)
  const made = one('-t') === 'rpm' ? makeRpm() : makeDeb()
  process.exitCode = made.status ?? 1
  if (made.status === 0) console.log(`Created package of ${statSync(one('--package')).size} bytes`)
} finally {
  rmSync(root, { recursive: true, force: true })
}

function makeDeb() {
  const control = join(root, 'DEBIAN')
  mkdirSync(control)
  const lines = [
    `Package: ${one('--name')}`,
    `Version: ${one('--version')}`,
    `Architecture: ${one('--architecture')}`,
    `Maintainer: ${one('--maintainer')}`,
    `Depends: ${(given['-d'] ?? []).join(', ')}`,
    `Recommends: ${(given['--deb-recommends'] ?? []).join(', ')}`,
    `Homepage: ${one('--url')}`,
    `Description: ${one('--description').trim().replaceAll('\n', '\n ')}`,
  ]
  writeFileSync(join(control, 'control'), `${lines.join('\n')}\n`)
  for (const [flag, name] of [
    ['--after-install', 'postinst'],
    ['--after-remove', 'postrm'],
  ]) {
    if (one(flag ?? '') === '') continue
    cpSync(one(flag ?? ''), join(control, name ?? ''))
    chmodSync(join(control, name ?? ''), 0o755)
  }
  return spawnSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', root, one('--package')], {
    stdio: 'inherit',
  })
}

function makeRpm() {
  const work = mkdtempSync(join(tmpdir(), 'griot-rpm-'))
  try {
    const scripts = [
      ['--after-install', '%post'],
      ['--after-remove', '%postun'],
    ].flatMap(([flag = '', section = '']) => (one(flag) === '' ? [] : [section, readFileSync(one(flag), 'utf8')]))
    const spec = [
      `Name: ${one('--name')}`,
      `Version: ${one('--version')}`,
      'Release: 1',
      `Summary: ${one('--rpm-summary') || one('--name')}`,
      `License: ${one('--license')}`,
      `URL: ${one('--url')}`,
      'AutoReqProv: no',
      ...(given['-d'] ?? []).map((name) => `Requires: ${name}`),
      '%description',
      one('--description').trim(),
      ...scripts,
      '%files',
      ...readdirSync(root).map((name) => `/${name}`),
    ]
    writeFileSync(join(work, 'griot.spec'), `${spec.join('\n')}\n`)
    const settings = {
      _topdir: work,
      _rpmfilename: 'griot.rpm',
      _binary_payload: 'w0.gzdio',
      __os_install_post: '%{nil}',
      _build_id_links: 'none',
    }
    const made = spawnSync(
      'rpmbuild',
      [
        '-bb',
        '--quiet',
        `--target=${one('--architecture')}`,
        `--buildroot=${root}`,
        ...Object.entries(settings).flatMap(([name, value]) => ['--define', `${name} ${value}`]),
        join(work, 'griot.spec'),
      ],
      { stdio: 'inherit' },
    )
    if (made.status === 0) cpSync(join(work, 'RPMS/griot.rpm'), one('--package'))
    return made
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
