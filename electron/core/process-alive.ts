/** Whether a process of this computer still runs. Its number may have been given to another one: true is no proof. */
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    // a process of somebody else answers EPERM: it runs
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Written down by a process, so that another one with its number is not taken for it: `isSameProcess`. */
export function processSign(): string {
  return `${Math.floor(uptime())} ${startOf(process.pid)}`
}

/** False where the process that wrote `sign` is gone for certain: ended, or the computer was started since. */
export function isSameProcess(processId: number, sign: string): boolean {
  if (!isProcessAlive(processId)) return false
  const [, upSeconds, start] = /^(\d+) (.*)$/.exec(sign) ?? []
  if (upSeconds === undefined) return true
  const startNow = startOf(processId)
  return Number(upSeconds) <= uptime() && (start === '' || startNow === '' || start === startNow)
}

/** Where the system tells it (Linux): which start of the computer, and how long after it. Else ''. */
function startOf(processId: number): string {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'latin1')
    // the name before it is in brackets and may hold spaces: field 22 is the 20th behind it
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${ticks}`
  } catch {
    return ''
  }
}
