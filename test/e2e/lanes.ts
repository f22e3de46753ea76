/**
 * Where windows are shown while specs run: a lane is a virtual display and a keychain of its own, so that two windows side
 * by side share neither focus nor clipboard nor keys. On a person's own display there is one lane: what is there already.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { canShowWindows, hasDisplay, hasKeychain, withDisplay, withKeychain } from '../../scripts/linux-session.ts'

/** The environment that leads a program to the lane's display and keychain. */
export type Lane = Readonly<Record<string, string>>

const carried = ['DISPLAY', 'XAUTHORITY', 'DBUS_SESSION_BUS_ADDRESS', 'GRIOT_TEST_KEYCHAIN']

/** How many specs run at a time. */
export const laneCount = hasDisplay() ? 1 : Math.max(1, Math.min(4, availableParallelism()))

/** Says where it is and stays until its input ends: then display and keychain go with it. */
const stay = `
  const lane = Object.fromEntries(${JSON.stringify(carried)}.flatMap((name) => process.env[name] ? [[name, process.env[name]]] : []))
  console.log(JSON.stringify(lane))
  process.stdin.resume()
`

/** @throws Error where no window can be shown. */
export async function openLanes(): Promise<{ lanes: Lane[]; close: () => Promise<void> }> {
  if (!canShowWindows()) throw new Error('No display and no Xvfb to make one: apt-get install xvfb xauth')
  const opened = await Promise.all(Array.from({ length: laneCount }, openLane))
  return {
    lanes: opened.map(({ lane }) => lane),
    close: async () => {
      await Promise.all(opened.map(({ close }) => close()))
    },
  }
}

function openLane(): Promise<{ lane: Lane; close: () => Promise<void> }> {
  let command: readonly string[] = [process.execPath, '-e', stay]
  if (!hasDisplay()) command = withDisplay(command)
  if (hasKeychain()) command = withKeychain(command)
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    void ended.then(() => reject(new Error('The virtual display or the keychain did not start.')))
    child.stdout.setEncoding('utf8').once('data', (line: string) => {
      const close = () => {
        child.stdin.end()
        return ended
      }
      resolve({ lane: JSON.parse(line) as Lane, close })
    })
  })
}
