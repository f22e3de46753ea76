/** What the workflow files must hold: actions pinned by hash, the least rights, no token where code of packages runs. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const folder = fileURLToPath(new URL('../../../.github/workflows/', import.meta.url))

describe.each(readdirSync(folder))('%s', (name) => {
  const text = readFileSync(folder + name, 'utf8')
  const [head = '', body = ''] = text.split(/^jobs:$/m)
  const jobs = body.split(/^ {2}(?=\w+:$)/m).slice(1)

  it('names each action by the hash of a commit, and says which release that is', () => {
    const used = [...text.matchAll(/uses: (.*)/g)].map((match) => match[1])
    expect(used.length).toBeGreaterThan(0)
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('gives no right but reading, unless a job asks for more', () => {
    expect(head).toMatch(/^permissions:\n {2}contents: read\n/m)
  })

  it('leaves no token behind in the checkout', () => {
    for (const [step] of text.matchAll(/uses: actions\/checkout@.*\n.*\n/g))
      expect(step).toContain('persist-credentials: false')
  })

  it('runs no code of packages in a job that may write', () => {
    expect(jobs.length).toBeGreaterThan(0)
    const writing = jobs.filter((job) => job.includes(': write'))
    for (const job of writing) expect(job).not.toMatch(/npm (?:ci|install|run|test)|npx /)
  })
})

it('a release comes with checksums and the list of its parts', () => {
  const text = readFileSync(`${folder}release.yml`, 'utf8')
  expect(text).toContain('sha256sum -- * > SHA256SUMS')
  expect(text).toContain('npm sbom --package-lock-only --sbom-format cyclonedx')
})

describe('the issue forms', () => {
  const forms = fileURLToPath(new URL('../../../.github/ISSUE_TEMPLATE/', import.meta.url))
  const names = readdirSync(forms).filter((name) => name !== 'config.yml')

  it.each(names)(
    '%s has what GitHub asks for: a name, a description, fields with labels and ids of their own',
    (name) => {
      const form = parse(readFileSync(forms + name, 'utf8')) as {
        name: string
        description: string
        body: { type: string; id?: string; attributes: { label?: string; options?: string[] } }[]
      }
      expect(form.name).toContain(' · ')
      expect(form.description).toContain(' · ')
      const fields = form.body.filter(({ type }) => type !== 'markdown')
      expect(fields.length).toBeGreaterThan(0)
      expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length)
      for (const { type, attributes } of fields) {
        expect(['input', 'textarea', 'dropdown']).toContain(type)
        expect(attributes.label).toBeTruthy()
        if (type === 'dropdown') expect(new Set(attributes.options).size).toBe(attributes.options?.length)
      }
    },
  )

  it('of a problem warns against keys and numbers, and asks for the diagnostics', () => {
    const text = readFileSync(`${forms}problem.yml`, 'utf8')
    expect(text).toContain('SECURITY.md')
    expect(text).toMatch(/id: diagnostics[\s\S]*required: true/)
  })
})
