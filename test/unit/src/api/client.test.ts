import { effectScope, isProxy, reactive } from 'vue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wireError } from '@shared/errors'
import type { Reply } from '@shared/contract/schema'
import { ApiError, isCancelled, wireErrorOf } from '@/api/api-error'
import { onEvent, request } from '@/api/client'
import { useEvent } from '@/api/use-event'

let asked: [string, unknown][]
let reply: Reply<unknown>
let listeners: Map<string, Set<(payload: unknown) => unknown>>

beforeEach(() => {
  asked = []
  reply = { ok: true, value: undefined }
  listeners = new Map()
  Object.defineProperty(window, 'griot', {
    configurable: true,
    value: {
      request: (name: string, input: unknown) => {
        asked.push([name, structuredClone(input)])
        return Promise.resolve(reply)
      },
      on: (name: string, listener: (payload: unknown) => unknown) => {
        const own = listeners.get(name) ?? new Set()
        listeners.set(name, own.add(listener))
        return () => own.delete(listener)
      },
      pathForFile: () => '',
    },
  })
})
afterEach(() => Reflect.deleteProperty(window, 'griot'))

describe('the client', () => {
  it('gives the value of a reply', async () => {
    reply = { ok: true, value: [{ id: 1 }] }
    expect(await request('groups.list')).toEqual([{ id: 1 }])
    expect(asked).toEqual([['groups.list', undefined]])
  })

  it('throws the error of a reply as it came', async () => {
    reply = { ok: false, error: wireError('unknown_account', { account: 'KING' }) }
    const error = await request('accounts.get', { id: 1 }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApiError)
    expect(wireErrorOf(error)).toEqual({ kind: 'config', code: 'unknown_account', params: { account: 'KING' } })
  })

  it('takes what is reactive, which could not cross the bridge by itself', async () => {
    const form = reactive({ name: 'Parents', id: 3 })
    const removal = reactive({ selection: { ids: [1, 2] }, jobId: 'remove' })
    await request('groups.save', form)
    await request('contacts.remove', removal)
    expect(isProxy(form)).toBe(true)
    expect(asked).toEqual([
      ['groups.save', { name: 'Parents', id: 3 }],
      ['contacts.remove', { selection: { ids: [1, 2] }, jobId: 'remove' }],
    ])
  })

  it('knows a cancelled request, and takes a bug for what it is', () => {
    expect(isCancelled(new ApiError(wireError('cancelled')))).toBe(true)
    expect(isCancelled(new Error('cancelled'))).toBe(false)
    expect(wireErrorOf(new TypeError('x')).code).toBe('internal')
  })

  it('listens until it is told to stop, or until the scope ends', () => {
    const heard: number[] = []
    const stop = onEvent('campaign.show', ({ id }) => heard.push(id))
    const scope = effectScope()
    scope.run(() => useEvent('campaign.show', ({ id }) => heard.push(id * 10)))
    const tell = (id: number) => listeners.get('campaign.show')?.forEach((listener) => listener({ id }))
    tell(1)
    scope.stop()
    tell(2)
    stop()
    tell(3)
    expect(heard).toEqual([1, 10, 2])
  })

  it('returns nothing from a listener to the bridge, which would copy it and throws where it cannot', () => {
    const stop = onEvent('campaign.show', () => new Map([[1, () => undefined]]))
    for (const listener of listeners.get('campaign.show') ?? []) expect(listener({ id: 1 })).toBeUndefined()
    stop()
  })
})
