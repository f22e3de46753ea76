import { describe, expect, it, vi } from 'vitest'
import { installWhenIdle } from '../../../electron/main/updates'

vi.mock('electron', () => ({ app: {} }))

describe('installing an update', () => {
  it('is refused while a campaign is being sent: nothing is closed', async () => {
    const install = vi.fn(() => Promise.resolve())
    const campaign = { id: 1 } as never
    await expect(installWhenIdle({ list: () => [campaign] }, install)).rejects.toMatchObject({
      code: 'update_while_sending',
    })
    expect(install).not.toHaveBeenCalled()
  })

  it('goes on when nothing is being sent', async () => {
    const install = vi.fn(() => Promise.resolve())
    await installWhenIdle({ list: () => [] }, install)
    expect(install).toHaveBeenCalledOnce()
  })
})
