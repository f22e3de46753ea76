/** `npm start`: builds what is out of date, finds an Electron that runs here and opens Griot. */
import { spawn } from 'node:child_process'
import { build } from './build.ts'
import { isUpToDate } from './build-parts.mjs'
import { electronArguments, findElectron } from './electron-runtime.ts'
import { debianPackages, hasDisplay, missingLibraries } from './linux-session.ts'
import { repository, tellStep } from './process.ts'

function start() {
  if (!hasDisplay()) {
    throw new Error(
      [
        'There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).',
        '  On a machine with a screen: run this in a terminal of your desktop session.',
        `  With a virtual one: apt-get install ${debianPackages.display.join(' ')}, then  xvfb-run -a npm start`,
        '  Over SSH: ssh -X, then npm start.',
        'The command line needs no display: npx griot --help',
      ].join('\n'),
    )
  }
  const electron = findElectron()
  const missing = missingLibraries(electron.executable)
  if (missing.length > 0) {
    throw new Error(
      `Electron needs libraries that this machine does not have (${missing.join(', ')}).\n` +
        `On Debian and Ubuntu: apt-get install ${debianPackages.window.join(' ')}`,
    )
  }
  if (!isUpToDate('app')) tellStep('building the application (about 10 s)', () => build(['app'], { ifStale: true }))
  console.error(electron.description)
  const child = spawn(electron.executable, [...electronArguments(), repository, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...electron.environment },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 1 : (code ?? 1)
  })
}

try {
  start()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
