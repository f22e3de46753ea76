/** Whether a process of this computer still runs. Its number may have been given to another one: true is no proof. */
export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    // a process of somebody else answers EPERM: it runs
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
