/**
 * `npm test`: every check of the repository, one after the other; a failure doesn't stop the rest.
 *
 *   node scripts/test.ts [step …] [-- arguments for vitest]     for instance: node scripts/test.ts e2e -- sandbox
 *
 * What this machine can't run (no display and no Xvfb, no keychain) is skipped and named at the end, with the reason;
 * with GRIOT_TEST_ALL=1 it is a failure. The last line is “N passed, N failed”.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { debianPackages, withDisplay, withKeychain } from './linux-session.ts'
import { repository } from './process.ts'

const tool = (name: string, executable: string, ...args: string[]) => [
  process.execPath,
  join(repository, 'node_modules', name, executable),
  ...args,
]
const script = (name: string, ...args: string[]) => [process.execPath, join(repository, 'scripts', name), ...args]
const eslintCache = 'node_modules/.cache/eslint/'

/** A check that is one program: it passes or fails as a whole. */
const checks: Readonly<Record<string, readonly string[]>> = {
  format: tool('prettier', 'bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  lint: tool('eslint', 'bin/eslint.js', '--max-warnings', '0', '--cache', '--cache-location', eslintCache, '.'),
  layers: tool(
    'dependency-cruiser',
    'bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.js',
    'electron',
    'src',
  ),
  unused: tool('knip', 'bin/knip.js'),
  types: tool('vue-tsc', 'bin/vue-tsc.js', '--build'),
  build: script('build.ts', '--if-stale'),
  torture: [process.execPath, join(repository, 'test/torture/torture.ts'), '--kills', '20'],
}

interface Suite {
  readonly vitestArguments: readonly string[]
  /** Under a display, a keychain or both. */
  readonly needs: readonly ('display' | 'keychain')[]
}
const suites: Readonly<Record<string, Suite>> = {
  unit: { vitestArguments: ['--project', 'unit', '--project', 'component'], needs: [] },
  integration: { vitestArguments: ['--project', 'integration'], needs: ['keychain'] },
  bundle: { vitestArguments: ['--project', 'bundle'], needs: [] },
  e2e: { vitestArguments: ['--config', 'test/e2e/vitest.config.ts'], needs: ['display', 'keychain'] },
}

const stepNames = [...Object.keys(checks), ...Object.keys(suites)]
const skipIsFailure = process.env.GRIOT_TEST_ALL === '1'
const totals = { passed: 0, failed: 0 }
const failures: string[] = []
const skips: string[] = []

function count(passed: number, failed: number, what: string) {
  totals.passed += passed
  totals.failed += failed
  if (failed > 0) failures.push(what)
}

function skip(what: string) {
  skips.push(what)
  if (skipIsFailure) count(0, 1, `${what} (GRIOT_TEST_ALL=1 allows no skip)`)
}

function execute(command: readonly string[]): boolean {
  const [program = '', ...args] = command
  const result = spawnSync(program, args, { cwd: repository, stdio: 'inherit', timeout: 40 * 60_000 })
  if (result.error) console.error(result.error.message)
  return result.status === 0
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

function runSuite(name: string, suite: Suite, vitestArguments: readonly string[]) {
  const reportFile = join(repository, 'node_modules/.cache/griot-test', `${name}.json`)
  mkdirSync(dirname(reportFile), { recursive: true })
  rmSync(reportFile, { force: true })
  let command: readonly string[] = tool(
    'vitest',
    'vitest.mjs',
    'run',
    ...suite.vitestArguments,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...vitestArguments,
  )
  if (suite.needs.includes('keychain')) {
    const wrapped = withKeychain(command)
    if (wrapped) command = wrapped
    else skip(`${name}: the tests with a real keychain (apt-get install ${debianPackages.keychain.join(' ')})`)
  }
  if (suite.needs.includes('display')) {
    const wrapped = withDisplay(command)
    if (!wrapped) {
      skip(`${name}: no display and no Xvfb (apt-get install ${debianPackages.display.join(' ')})`)
      return
    }
    command = wrapped
  }
  const succeeded = execute(command)
  if (!existsSync(reportFile)) {
    count(0, 1, `${name}: vitest gave no report`)
    return
  }
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport
  // A file that doesn't load, or an error outside a test, fails no test by itself.
  const failed = report.numFailedTests || (succeeded ? 0 : 1)
  count(report.numPassedTests, failed, `${name}: ${String(failed)} of its tests`)
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed' || test.status === 'failed') continue
      // Without -- arguments every test is meant to run; with a filter the others are skipped on purpose.
      if (vitestArguments.length === 0) skip(`${relative(repository, file.name)}: ${test.fullName}`)
    }
  }
}

function main() {
  const separator = process.argv.indexOf('--')
  const chosen = process.argv.slice(2, separator === -1 ? undefined : separator)
  const vitestArguments = separator === -1 ? [] : process.argv.slice(separator + 1)
  const unknown = chosen.filter((name) => !stepNames.includes(name))
  if (unknown.length > 0) {
    console.error(`Unknown step: ${unknown.join(', ')}. Steps: ${stepNames.join(', ')}.`)
    process.exitCode = 2
    return
  }
  for (const name of stepNames) {
    if (chosen.length > 0 && !chosen.includes(name)) continue
    const startedAt = performance.now()
    console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`)
    const check = checks[name]
    const suite = suites[name]
    if (check) {
      const passed = execute(check)
      count(passed ? 1 : 0, passed ? 0 : 1, name)
    } else if (suite) {
      runSuite(name, suite, vitestArguments)
    }
    console.log(`   ${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  }
  console.log('')
  if (skips.length > 0) console.log(`Skipped:\n${skips.map((what) => `  - ${what}`).join('\n')}`)
  if (failures.length > 0) console.log(`Failed:\n${failures.map((what) => `  - ${what}`).join('\n')}`)
  console.log(`${String(totals.passed)} passed, ${String(totals.failed)} failed`)
  if (totals.failed > 0) process.exitCode = 1
}

main()
