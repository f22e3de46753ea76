import { fc, it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { menuCommands } from '@shared/window-contract'
import { commandOfLink, linkIn, linkTo, linkedPages, type LinkedPage } from '../../../electron/main/deep-link'

const pages = Object.keys(linkedPages) as LinkedPage[]

describe('a link to a page', () => {
  it.each(pages)('griot://%s shows it, with the slash that browsers add, in any case', (page) => {
    for (const link of [linkTo(page), `${linkTo(page)}/`, linkTo(page).toUpperCase()])
      expect(commandOfLink(link)).toBe(linkedPages[page])
    expect(menuCommands).toContain(linkedPages[page])
  })

  it('does nothing but show: no page is an act', () => {
    for (const command of Object.values(linkedPages))
      expect(command).toMatch(/^(section\.\w+|campaign\.new|contacts\.import|help\.(guide|about))$/)
  })
})

const hostile = [
  'griot:',
  'griot://',
  'griot:///contacts',
  'griot:contacts',
  'griot:/contacts',
  'griot://contacts//',
  'griot://contacts/../accounts',
  'griot://contacts/%2e%2e/accounts',
  'griot://contacts?file=/etc/passwd',
  'griot://campaigns/new?text=Payez&to=all',
  'griot://campaigns/new#send',
  'griot://campaigns/12/send',
  'griot://user@contacts',
  'griot://contacts:80',
  'griot://contacts\n--no-sandbox',
  'griot://contacts\u0000',
  'griot://contacts --remote-debugging-port=1',
  'griot://constructor',
  'griot://__proto__',
  'griot://toString',
  'griot://ｃontacts',
  'griot://contacts\u200b',
  ' griot://contacts',
  'xgriot://contacts',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'app://griot/index.html',
  `griot://${'a'.repeat(100_000)}`,
  `griot://${'a/'.repeat(100_000)}`,
]

describe('anything else', () => {
  it.each(hostile)('%j shows nothing', (link) => {
    expect(commandOfLink(link)).toBeNull()
  })

  property.prop([fc.string({ unit: 'binary' })])('never throws, and shows a page only by its exact name', (text) => {
    const command = commandOfLink(`griot://${text}`)
    expect(command !== null).toBe(pages.includes(text.toLowerCase().replace(/\/$/, '') as LinkedPage))
  })

  it('among the arguments: the first link counts, options and files are none', () => {
    expect(linkIn(['griot', '--flag', 'griot://contacts', 'griot://accounts'])).toBe('section.contacts')
    expect(linkIn(['griot', 'griot://evil?x', 'griot://accounts'])).toBeNull()
    expect(linkIn(['griot', 'clients.csv'])).toBeNull()
    expect(linkIn(['griot://contacts'])).toBeNull()
  })
})
