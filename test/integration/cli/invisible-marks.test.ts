/** A mark that does not show, in a name or a sender that a person typed: refused in one sentence, and never printed raw. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stageCli, type CliStage } from '../../helpers/cli-stage'

const marks = ['\u00ad', '\u200b', '\u200e', '\u202e', '\u2060', '\u2066', '\ufeff', '\ufe0f', '\u200d', '\u034f']
const nameOf = (mark: string): string => `U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

let stage: CliStage
beforeAll(async () => {
  stage = await stageCli('kingsmspro')
})
afterAll(() => stage.close())

/** Where the mark stands: before, inside and after the name. */
const spellings = (mark: string): string[] => [`${mark}BOUTIK`, `BOU${mark}TIK`, `BOUTIK${mark}`]

describe.each(marks.map((mark) => [nameOf(mark), mark] as const))('%s', (name, mark) => {
  it.each<readonly [string, (typed: string) => readonly string[]]>([
    ['the sender of a campaign', (typed) => [...stage.send(1), '--sender', typed]],
    ['the name of a campaign', (typed) => [...stage.send(1), '--name', typed]],
    [
      'the sender of an account',
      (typed) => [
        'account',
        'add',
        'a',
        '--gateway',
        'kingsmspro',
        '--sender',
        typed,
        '--no-keychain',
        '--country',
        'CM',
      ],
    ],
    ['the name of a group', (typed) => ['import', String(stage.send(1)[4]), '--group', typed, '--country', 'CM']],
  ])('in %s is refused and named', { timeout: 60_000 }, async (_, args) => {
    for (const typed of spellings(mark)) {
      const { code, stdout, stderr } = await stage.cli.run(args(typed))
      expect({ typed, code }).toEqual({ typed, code: 2 })
      expect(stderr).toContain(name)
      expect(stdout + stderr).not.toContain(mark)
    }
    expect(stage.gateway.log).toEqual([])
  })
})
