/**
 * What a package for Linux puts beside the command `griot`, written by the command itself: its manual page in both languages
 * and what three shells need to complete its words.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { repository } from './process.ts'

const files: Readonly<Record<string, readonly string[]>> = {
  'griot.1.gz': ['man', '--lang', 'en'],
  'fr/griot.1.gz': ['man', '--lang', 'fr'],
  'griot.bash': ['completion', 'bash'],
  _griot: ['completion', 'zsh'],
  'griot.fish': ['completion', 'fish'],
}

/** Writes them into out/shell. The command line must have been built. */
export function writeShellFiles() {
  for (const [name, args] of Object.entries(files)) {
    const text = execFileSync(process.execPath, [join(repository, 'electron/cli/griot.mjs'), ...args])
    const path = join(repository, 'out/shell', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text)
  }
}
