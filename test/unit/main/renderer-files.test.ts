import { fc, test } from '@fast-check/vitest'
import { sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../../electron/main/content-security-policy'
import { isAppUrl, rendererFile } from '../../../electron/main/renderer-files'

const root = '/opt/griot/out/renderer'

describe('files of the window', () => {
  it('serves the page and its parts with their kind', () => {
    expect(rendererFile(root, 'app://griot/')).toEqual({
      path: `${root}/index.html`,
      mimeType: 'text/html; charset=utf-8',
      isPage: true,
    })
    expect(rendererFile(root, 'app://griot/assets/index-1a.js?v=1#x')).toMatchObject({
      path: `${root}/assets/index-1a.js`,
      mimeType: 'text/javascript; charset=utf-8',
      isPage: false,
    })
  })

  it.each([
    'app://griot/../main/index.cjs',
    'app://griot/%2e%2e/%2e%2e/package.json',
    'app://griot/..%2f..%2fpackage.json',
    'app://griot/..%5c..%5cpackage.json',
    'app://griot/index.html%00.js',
    'app://griot/%E0%A4%A',
    'app://griot/assets/',
    'app://griot/assets/index.js.map',
    'app://other/index.html',
    'file:///etc/passwd',
    'https://griot/index.html',
    'nonsense',
  ])('has nothing for %s', (url) => {
    const file = rendererFile(root, url)
    // what `new URL` resolves by itself stays inside and simply is not there
    if (file) expect(file.path.startsWith(`${root}${sep}`)).toBe(true)
    else expect(file).toBeNull()
  })

  test.prop([fc.webPath()])('never leaves its folder', (path) => {
    const file = rendererFile(root, `app://griot${path}`)
    expect(file === null || file.path.startsWith(`${root}${sep}`)).toBe(true)
  })

  test.prop([fc.array(fc.constantFrom('..', '%2e%2e', '.', 'a', '%2f', '%5c', '\\', 'x.js'), { maxLength: 8 })])(
    'never leaves its folder by dots and slashes of any spelling',
    (steps) => {
      const file = rendererFile(root, `app://griot/${steps.join('/')}`)
      expect(file === null || file.path.startsWith(`${root}${sep}`)).toBe(true)
    },
  )

  it.each(['app://griot//index.html', 'app://griot/./index.html', 'app://griot/assets/../index.html'])(
    'takes %s for the page, so that it gets the policy of one',
    (url) => {
      expect(rendererFile(root, url)?.isPage).toBe(true)
    },
  )

  it('knows its own pages', () => {
    expect(isAppUrl('app://griot/#/contacts')).toBe(true)
    for (const url of ['app://griot.evil/', 'app://evil/griot', 'https://griot/', 'data:text/html,x', '']) {
      expect(isAppUrl(url)).toBe(false)
    }
  })
})

describe('the content security policy', () => {
  it('starts from nothing, and allows neither inline nor generated code', () => {
    const policy = contentSecurityPolicy('bm9uY2U=')
    expect(policy).toMatch(/^default-src 'none';/)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("style-src 'self' 'nonce-bm9uY2U='")
  })
})
