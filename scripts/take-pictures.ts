/** `npm run pictures`: takes the pictures of the README again, in the real window, and puts them into docs/pictures. */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { repository, run } from './process.ts'

const taken = join(repository, 'test/e2e/screenshots/readme')
rmSync(taken, { recursive: true, force: true })
run(process.execPath, [join(repository, 'scripts/test.ts'), 'e2e', '--', 'busy-shop', '-t', 'three pictures'])
cpSync(taken, join(repository, 'docs/pictures'), { recursive: true })
