import { describe, expect, it } from 'vitest'
import { createFileGrants } from '../../../electron/main/file-grants'
import { allRequests, type RequestName } from '@shared/window-contract'
import { automaticReading } from '@shared/contract/recipients'

describe('file grants', () => {
  it('finds the path wherever the contract has one', () => {
    const grants = createFileGrants('/data')
    const source = { kind: 'file', path: '/tmp/a.csv', options: automaticReading }
    expect(grants.refused('drafts.addSource', { id: 1, source, mapping: null, jobId: 'j' })).toBe('/tmp/a.csv')
    grants.grant('/tmp/a.csv', 'read')
    expect(grants.refused('drafts.addSource', { id: 1, source, mapping: null, jobId: 'j' })).toBeNull()
    expect(grants.refused('contacts.import', { source, rejectsPath: '/tmp/rejects.csv' })).toBe('/tmp/rejects.csv')
  })

  it('knows a granted file under another spelling of its path, and no neighbour of it', () => {
    const grants = createFileGrants('/data')
    grants.grant('/tmp/a.csv', 'write')
    expect(grants.refused('audit.export', { path: '/tmp/b/../a.csv' })).toBeNull()
    expect(grants.refused('audit.export', { path: '/tmp/a.csv/../b.csv' })).toBe('/tmp/a.csv/../b.csv')
  })

  it('lets backups of the data folder be restored, and nothing be written there', () => {
    const grants = createFileGrants('/data')
    expect(grants.refused('backup.restore', { path: '/data/backups/one.sqlite' })).toBeNull()
    expect(grants.refused('backup.restore', { path: '/data/../etc/passwd' })).toBe('/data/../etc/passwd')
    expect(grants.refused('backup.restore', { path: '/database/one.sqlite' })).toBe('/database/one.sqlite')
    expect(grants.refused('audit.export', { path: '/data/griot.sqlite' })).toBe('/data/griot.sqlite')
  })

  it('lets no export overwrite what was chosen for reading, and reads nothing that was chosen for saving', () => {
    const grants = createFileGrants('/data')
    grants.grant('/tmp/list.csv', 'read')
    grants.grant('/tmp/out.csv', 'write')
    const names = Object.keys(allRequests).filter((name): name is RequestName => /export|backup\.create/i.test(name))
    expect(names.length).toBeGreaterThan(6)
    for (const name of names) {
      expect([name, grants.refused(name, { path: '/tmp/list.csv' })]).toEqual([name, '/tmp/list.csv'])
      expect([name, grants.refused(name, { path: '/tmp/out.csv' })]).toEqual([name, null])
    }
    expect(grants.refused('contacts.import', { rejectsPath: '/tmp/list.csv' })).toBe('/tmp/list.csv')
    expect(grants.refused('backup.restore', { path: '/tmp/out.csv' })).toBe('/tmp/out.csv')
    expect(grants.refused('shell.showItem', { path: '/tmp/out.csv' })).toBeNull()
  })

  it('asks nothing of requests without a path', () => {
    const grants = createFileGrants('/data')
    expect(grants.refused('accounts.list', undefined)).toBeNull()
    expect(grants.refused('drafts.fixRecipient', { id: 1, recipientId: 2, phone: '/etc/passwd' })).toBeNull()
  })
})
