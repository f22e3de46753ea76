/**
 * `npm test`: every check of the repository; a failure doesn't stop the rest. Steps that keep one processor busy share the
 * machine with others, those that spread over all of it run alone.
 *
 *   node scripts/test.ts [step …] [-- arguments for vitest]     for instance: node scripts/test.ts e2e -- sandbox
 *
 * What this machine can't run (no display and no Xvfb, no keychain, no packaging) is skipped and named at the end, with the reason;
 * with GRIOT_TEST_ALL=1 it is a failure. At the end: the twenty slowest tests, and last “N passed, N failed”.
 *
 * `quick` is for daily work, and runs only when it is named: unit, component and integration tests, without those that take
 * seconds because they start programs, wait for real time or try thousands of cases.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { findChromium } from './chromium.ts'
import { canShowWindows, debianPackages, hasDisplay, hasKeychain, withDisplay, withKeychain } from './linux-session.ts'
import { isInstalled, repository } from './process.ts'

const tool = (name: string, executable: string, ...args: string[]) => [
  process.execPath,
  join(repository, 'node_modules', name, executable),
  ...args,
]
const script = (name: string, ...args: string[]) => [process.execPath, join(repository, 'scripts', name), ...args]
const eslintCache = 'node_modules/.cache/eslint/'

/** A check that is one program: it passes or fails as a whole. The longest first. */
const checks: Readonly<Record<string, readonly string[]>> = {
  build: script('build.ts', '--if-stale'),
  torture: [process.execPath, join(repository, 'test/torture/torture.ts'), '--kills', '20'],
  electron: script('electron-runtime.ts'),
  lint: tool('eslint', 'bin/eslint.js', '--max-warnings', '0', '--cache', '--cache-location', eslintCache, '.'),
  types: tool('vue-tsc', 'bin/vue-tsc.js', '--build'),
  format: tool('prettier', 'bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  unused: tool('knip', 'bin/knip.js'),
  // what only tests use is no part of the product
  'unused-product': tool('knip', 'bin/knip.js', '--production'),
  layers: tool(
    'dependency-cruiser',
    'bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.js',
    'electron',
    'src',
  ),
}
/** Everything else needs what these make. */
const first = ['build']

interface Suite {
  readonly vitestArguments: readonly string[]
  readonly needs: readonly ('display' | 'keychain' | 'chromium' | 'packaging')[]
  /** It opens displays and keychains itself: test/e2e/lanes.ts. */
  readonly hasLanes?: boolean
}
const suites: Readonly<Record<string, Suite>> = {
  unit: { vitestArguments: ['--project', 'unit', '--project', 'component'], needs: [] },
  integration: { vitestArguments: ['--project', 'integration'], needs: ['keychain'] },
  bundle: { vitestArguments: ['--project', 'bundle'], needs: [] },
  browser: { vitestArguments: ['--project', 'browser'], needs: ['chromium'] },
  package: { vitestArguments: ['--project', 'package'], needs: ['packaging', 'display', 'keychain'] },
  e2e: {
    vitestArguments: ['--config', 'test/e2e/vitest.config.ts'],
    needs: ['display', 'keychain'],
    hasLanes: true,
  },
  quick: {
    vitestArguments: ['unit', 'component', 'integration']
      .flatMap((project) => ['--project', project])
      .concat(
        [
          'test/integration/{cli,backup}/**',
          'test/integration/**/*.property.test.ts',
          'test/integration/campaigns/{disk,outages,scheduler}.test.ts',
          'test/integration/contacts/{contact-list,many-contacts}.test.ts',
          'test/integration/receipts/reports.test.ts',
        ].flatMap((files) => ['--exclude', files]),
      ),
    needs: [],
  },
}
/** They repeat what another suite runs. */
const onlyWhenNamed = ['quick']

const stepNames = [...Object.keys(checks), ...Object.keys(suites)]
const skipIsFailure = process.env.GRIOT_TEST_ALL === '1'
const totals = { passed: 0, failed: 0 }
const failures: string[] = []
const skips: string[] = []
const durations: { readonly test: string; readonly ms: number }[] = []

function count(passed: number, failed: number, what: string) {
  totals.passed += passed
  totals.failed += failed
  if (failed > 0) failures.push(what)
}

function skip(what: string) {
  skips.push(what)
  if (skipIsFailure) count(0, 1, `${what} (GRIOT_TEST_ALL=1 allows no skip)`)
}

/** @param shared whether other steps run beside it: what it prints is then shown when it has ended. */
function execute(command: readonly string[], shared: boolean): Promise<{ succeeded: boolean; printed: string }> {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    cwd: repository,
    stdio: shared ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ succeeded: false, printed: printed + error.message }))
    child.once('close', (code) => resolve({ succeeded: code === 0, printed }))
  })
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      /** Milliseconds; absent for a test that did not run. */
      readonly duration?: number
    }[]
  }[]
}

/** Why no package can be made and tried here; null where it can. */
async function packagingObstacle(): Promise<string | null> {
  if (process.platform !== 'linux') return 'only the package for Linux is tried (docs/releasing.md has the others)'
  if (!isInstalled('xwininfo')) return 'no xwininfo to see its window with (apt-get install x11-utils)'
  try {
    const { findElectron } = await import('./electron-runtime.ts')
    findElectron()
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function runSuite(name: string, suite: Suite, vitestArguments: readonly string[]) {
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
    if (!hasKeychain())
      skip(`${name}: the tests with a real keychain (apt-get install ${debianPackages.keychain.join(' ')})`)
    else if (!suite.hasLanes) command = withKeychain(command)
  }
  if (suite.needs.includes('chromium') && findChromium() === null) {
    skip(`${name}: no Chromium (apt-get install chromium, or GRIOT_CHROMIUM)`)
    return
  }
  if (suite.needs.includes('display') && !canShowWindows()) {
    skip(`${name}: no display and no Xvfb (apt-get install ${debianPackages.display.join(' ')})`)
    return
  }
  if (suite.needs.includes('packaging')) {
    const obstacle = await packagingObstacle()
    if (obstacle !== null) {
      skip(`${name}: ${obstacle}`)
      return
    }
  }
  if (suite.needs.includes('display') && !suite.hasLanes && !hasDisplay()) command = withDisplay(command)
  const { succeeded } = await execute(command, false)
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
      const fullName = `${relative(repository, file.name)}: ${test.fullName}`
      if (test.duration !== undefined) durations.push({ test: fullName, ms: test.duration })
      if (test.status === 'failed') failures.push(fullName)
      if (test.status === 'passed' || test.status === 'failed') continue
      // Without -- arguments every test is meant to run; with a filter the others are skipped on purpose.
      if (vitestArguments.length === 0) skip(fullName)
    }
  }
}

async function runCheck(name: string, check: readonly string[], shared: boolean) {
  const startedAt = performance.now()
  if (!shared) printHeading(name)
  const { succeeded, printed } = await execute(check, shared)
  count(succeeded ? 1 : 0, succeeded ? 0 : 1, name)
  if (shared) printHeading(name)
  if (printed.trim() !== '') console.log(printed.trimEnd())
  printDuration(name, startedAt)
}

const printHeading = (name: string) => console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`)
const printDuration = (name: string, startedAt: number) =>
  console.log(`   ${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)

function printSlowest(most: number) {
  const slowest = durations.toSorted((one, other) => other.ms - one.ms).slice(0, most)
  if (slowest.length === 0) return
  console.log(`The ${slowest.length} slowest tests:`)
  for (const { test, ms } of slowest) console.log(`${(ms / 1000).toFixed(1).padStart(7)} s  ${test}`)
  console.log('')
}

async function main() {
  const separator = process.argv.indexOf('--')
  const chosen = process.argv.slice(2, separator === -1 ? undefined : separator)
  const vitestArguments = separator === -1 ? [] : process.argv.slice(separator + 1)
  const unknown = chosen.filter((name) => !stepNames.includes(name))
  if (unknown.length > 0) {
    console.error(`Unknown step: ${unknown.join(', ')}. Steps: ${stepNames.join(', ')}.`)
    process.exitCode = 2
    return
  }
  const isWanted = (name: string) => chosen.includes(name) || (chosen.length === 0 && !onlyWhenNamed.includes(name))
  const wanted = Object.entries(checks).filter(([name]) => isWanted(name))
  for (const [name, check] of wanted.filter(([name]) => first.includes(name))) await runCheck(name, check, false)
  const rest = wanted.filter(([name]) => !first.includes(name))
  const shared = rest.length > 1
  const turn = rest.values()
  const takeTurns = async () => {
    for (const [name, check] of turn) await runCheck(name, check, shared)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, takeTurns))
  for (const [name, suite] of Object.entries(suites)) {
    if (!isWanted(name)) continue
    const startedAt = performance.now()
    printHeading(name)
    await runSuite(name, suite, vitestArguments)
    printDuration(name, startedAt)
  }
  console.log('')
  printSlowest(20)
  if (skips.length > 0) console.log(`Skipped:\n${skips.map((what) => `  - ${what}`).join('\n')}`)
  if (failures.length > 0) console.log(`Failed:\n${failures.map((what) => `  - ${what}`).join('\n')}`)
  console.log(`${String(totals.passed)} passed, ${String(totals.failed)} failed`)
  if (totals.failed > 0) process.exitCode = 1
}

await main()
