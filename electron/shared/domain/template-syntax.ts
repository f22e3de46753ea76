/**
 * Reads the source of a template into tokens. One pass, linear in the length, never throws: what cannot be read becomes an
 * `invalid` token that says why, so that the editor can go on colouring while a person types.
 *
 *   {{ Heading }}   {{ Heading | filter | filter: "text", 3 }}   {{ "literal" }}
 *   {% if Heading %}   {% if Heading == "x" %}   {% elsif … %}   {% else %}   {% endif %}
 *   conditions: Heading > 12 500 · = CM2 · est vide · contient "x" · parmi CM1, CM2 · dans les 3 jours · < aujourd'hui + 7
 *
 * A heading is everything up to `|` or `}}` (in a condition, up to the operator), so it may hold spaces, accents, brackets
 * and quotes. Text is quoted with " " or ' ' or the typographic “ ” ‘ ’ « » (inner spaces of « » are not part of it); a
 * quote closes only where something may follow it, so `'l'ami'` needs no escape. Braces are written `{{ "{{" }}`.
 */
import { filterNamed, filterSpellings, prepareFilter, type Filter, type FilterArgument } from './template-filters'
import { headingKey, nearest } from './template-heading'
import { unquotedOperand, wordAt } from './condition-words'
import type {
  Comparison,
  Condition,
  ConditionTest,
  Operand,
  Output,
  Problem,
  Tag,
  TemplateProblem,
} from './template-model'

export type SyntaxToken = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'text' }
  | { readonly kind: 'placeholder'; readonly output: Output }
  | { readonly kind: 'tag'; readonly tag: Tag }
  | { readonly kind: 'invalid'; readonly problem: Problem }
)

const tagNames: Readonly<Record<string, Tag['name']>> = {
  if: 'if',
  si: 'if',
  elsif: 'elsif',
  elseif: 'elsif',
  sinonsi: 'elsif',
  else: 'else',
  sinon: 'else',
  endif: 'endif',
  finsi: 'endif',
  fin: 'endif',
}

/** Longest quoted text. */
const longestString = 500

/** The tokens of a source, without gaps: joined, their ranges are the source. */
export function scanTemplate(source: string): SyntaxToken[] {
  const tokens: SyntaxToken[] = []
  const ends = new QuoteEnds(source)
  let position = 0
  while (position < source.length) {
    const opening = nextDelimiter(source, position)
    if (opening > position) tokens.push({ kind: 'text', start: position, end: opening })
    if (opening >= source.length) break
    const token = new Reader(source, opening, ends).token()
    tokens.push(token)
    position = token.end
  }
  return tokens
}

/** Index of the next `{{`, `{%`, `}}` or `%}`, or the end. */
function nextDelimiter(source: string, from: number): number {
  for (let index = from; index < source.length - 1; index++) {
    const char = source.charCodeAt(index)
    const next = source.charCodeAt(index + 1)
    if (char === 0x7b && (next === 0x7b || next === 0x25)) return index
    if ((char === 0x7d || char === 0x25) && next === 0x7d) return index
  }
  return source.length
}

/**
 * Stops the reading of one token; caught by `Reader.token`, never seen outside. One for all, because making an error costs as
 * much as reading a hundred characters, and a source may be full of mistakes.
 */
const unreadable = new Error('unreadable token')

const space = /\s*/uy
const word = /[\p{L}\p{M}\p{N}_-]*/uy
const operatorAt = /===?|!==?|<>|<=|>=|=<|=>|[=<>≠≤≥]/uy
const operators: Readonly<Record<string, Comparison>> = {
  '==': '==',
  '===': '==',
  '=': '==',
  '!=': '!=',
  '!==': '!=',
  '<>': '!=',
  '≠': '!=',
  '<=': '<=',
  '=<': '<=',
  '≤': '<=',
  '>=': '>=',
  '=>': '>=',
  '≥': '>=',
  '<': '<',
  '>': '>',
}
/** What may follow a quoted text, after white space. */
const afterString = /\s*(?:[|,]|\}\}|%\}|==|!=|[=<>≠≤≥])/uy
/** Between the parts of a list. */
const listBreak = /[,;]|(?:ou|or)(?=\s)/uy
const afterListed = /\s*(?:[,;]|(?:ou|or)\s|%\})/uy
const closers: Readonly<Record<string, string>> = {
  '"': '"”“',
  '“': '"”“',
  '”': '"”“',
  '„': '"”“',
  "'": "'’",
  '‘': "'’",
  '’': "'’",
  '«': '»',
}

/** Where quoted texts of a source can end. Looked for once in the whole source, so that a source full of quotes is read in one pass. */
class QuoteEnds {
  private readonly source: string
  private readonly known = new Map<string, Int32Array>()

  constructor(source: string) {
    this.source = source
  }

  /** First place at or after `from` that closes a text opened by `opener`, with what `after` allows behind it; null for none. */
  next(opener: string, from: number, after: RegExp): number | null {
    const closing = closers[opener] ?? opener
    const key = closing + after.source
    let ends = this.known.get(key)
    if (ends === undefined) this.known.set(key, (ends = this.find(closing, after)))
    const found = ends[from] ?? -1
    return found === -1 ? null : found
  }

  private find(closing: string, after: RegExp): Int32Array {
    const { source } = this
    const ends = new Int32Array(source.length + 1).fill(-1)
    for (let index = source.length - 1; index >= 0; index--) {
      after.lastIndex = index + 1
      const closes = closing.includes(source.charAt(index)) && after.test(source)
      ends[index] = closes ? index : (ends[index + 1] ?? -1)
    }
    return ends
  }
}

class Reader {
  private readonly source: string
  private readonly start: number
  private readonly ends: QuoteEnds
  private position: number
  private problem: Problem | null = null

  constructor(source: string, start: number, ends: QuoteEnds) {
    this.source = source
    this.start = start
    this.ends = ends
    this.position = start + 2
  }

  token(): SyntaxToken {
    const { source, start } = this
    const opening = source.slice(start, start + 2)
    try {
      if (opening === '{{') return { kind: 'placeholder', start, output: this.output(), end: this.position }
      if (opening === '{%') return { kind: 'tag', start, tag: this.tag(), end: this.position }
      this.fail('unopened_placeholder', start, { found: opening })
    } catch (error) {
      const { problem } = this
      if (error !== unreadable || problem === null) throw error
      return { kind: 'invalid', start, end: this.recover(problem), problem }
    }
  }

  private fail(code: TemplateProblem, at: number, params: Problem['params'] = {}): never {
    this.problem = { code, at, params }
    throw unreadable
  }

  /** Where reading goes on: behind the token's own end if it has one on its line, else where the line or next token begins. */
  private recover({ code, at }: Problem): number {
    const { source, start } = this
    if (code === 'unopened_placeholder') return start + 2
    const next = nextDelimiter(source, Math.max(at, start + 2))
    const closed = source.startsWith('}}', next) || source.startsWith('%}', next)
    const end = closed ? next + 2 : next
    const lineEnd = source.slice(start, end).indexOf('\n')
    return lineEnd >= 0 ? Math.max(start + lineEnd, start + 2) : end
  }

  private output(): Output {
    const operand = this.quotedOperand(['|', '}}']) ?? this.headingUpToFilter()
    const filters: Filter[] = []
    let hasFallback = false
    for (;;) {
      this.skip(space)
      if (this.accept('}}')) return { operand, filters, hasFallback }
      if (!this.accept('|')) this.unexpected('unclosed_placeholder')
      const name = this.filter(filters)
      hasFallback ||= name === 'default'
    }
  }

  private filter(filters: Filter[]): string {
    this.skip(space)
    const at = this.position
    const spelling = this.skip(word)
    if (spelling === '') this.fail('missing_filter', at)
    const name = filterNamed(spelling)
    if (name === null) {
      this.fail('unknown_filter', at, { filter: spelling, suggestion: nearest(spelling, filterSpellings) ?? '' })
    }
    const args: FilterArgument[] = []
    this.skip(space)
    if (this.accept(':')) {
      do args.push(this.argument(spelling))
      while (this.acceptAfterSpace(','))
    }
    const filter = prepareFilter(name, args)
    if (filter === null) this.fail('bad_filter_argument', at, { filter: spelling })
    filters.push(filter)
    return name
  }

  private argument(filter: string): FilterArgument {
    this.skip(space)
    const at = this.position
    if (closers[this.source.charAt(at)] !== undefined) {
      const text = this.string()
      if (text === null) this.fail('unclosed_string', at)
      return text
    }
    const digits = this.skip(/-?\d{1,6}(?![\p{L}\p{N}.])/uy)
    if (digits === '') this.fail('bad_filter_argument', at, { filter })
    return Number(digits)
  }

  private tag(): Tag {
    this.skip(space)
    const at = this.position
    let spelling = this.skip(word)
    if (spelling.toLowerCase() === 'sinon' && this.skip(/\s+si(?=\s)/iuy) !== '') spelling = 'sinonsi'
    const key = headingKey(spelling)
    const name = Object.hasOwn(tagNames, key) ? tagNames[key] : undefined
    if (name === undefined) {
      if (spelling === '') this.unexpected('unclosed_tag', at)
      this.fail('unknown_tag', at, { tag: spelling, suggestion: nearest(spelling, Object.keys(tagNames)) ?? '' })
    }
    if (name === 'else' || name === 'endif') {
      if (!this.acceptAfterSpace('%}')) this.unexpected('unclosed_tag')
      return { name }
    }
    const condition = this.condition()
    if (!this.acceptAfterSpace('%}')) this.unexpected('unclosed_tag')
    return { name, condition }
  }

  private condition(): Condition {
    this.skip(space)
    const begin = this.position
    const left = this.quotedOperand(null) ?? this.headingUpToOperator()
    const test = this.test()
    this.refuseJoined()
    return { left, test, source: this.source.slice(begin, this.position).trim() }
  }

  /** «Solde > 0 et Classe = CM2»: what follows a comparison is none of it. */
  private refuseJoined(): void {
    const at = this.position
    this.skip(space)
    operatorAt.lastIndex = this.position
    const goesOn = operatorAt.test(this.source) || wordAt(this.source, this.position) !== null
    const end = nextDelimiter(this.source, this.position)
    const text = this.source.slice(this.position, Math.min(end, this.position + 30)).trim()
    this.position = at
    if (goesOn || /^(?:et|ou|and|or|&&|\|\|)\s/iu.test(text)) this.fail('joined_conditions', at, { text })
  }

  private test(): ConditionTest | null {
    this.skip(space)
    const operator = operators[this.skip(operatorAt)]
    if (operator !== undefined) return { kind: 'compare', operator, right: this.rightOperand() }
    const found = wordAt(this.source, this.position)
    if (found === null) return null
    const { word } = found
    this.position = found.end
    if (word.kind === 'whole') return word.test
    const { kind, negated } = word
    return kind === 'contains' ? { kind, negated, right: this.rightOperand() } : { kind, negated, list: this.list() }
  }

  private rightOperand(): Operand {
    return this.quotedOperand(null) ?? this.unquoted(this.headingUpToOperator())
  }

  private unquoted(operand: Operand): Operand {
    if (operand.kind !== 'heading') return operand
    const read = unquotedOperand(operand.heading)
    if (read === 'ambiguous') this.fail('ambiguous_number', this.position, { text: operand.heading })
    return read
  }

  /** `CM1, CM2 ou "CE1"`: parts between commas, semicolons, `ou` and `or`. */
  private list(): Operand[] {
    const list: Operand[] = []
    do {
      const quoted = this.quotedOperand(null, afterListed)
      list.push(quoted ?? this.unquoted(this.listed()))
      this.skip(space)
    } while (this.skip(listBreak) !== '')
    return this.withoutBrackets(list)
  }

  /** `(CM1, CM2)` is `CM1, CM2`. */
  private withoutBrackets(list: readonly Operand[]): Operand[] {
    const first = list[0]
    const last = list.at(-1)
    if (list.length < 2 || first?.kind !== 'heading' || last?.kind !== 'heading') return [...list]
    const closing = first.heading.startsWith('(') ? ')' : first.heading.startsWith('[') ? ']' : null
    if (closing === null || first.heading.includes(closing) || !last.heading.endsWith(closing)) return [...list]
    const bare = (heading: string): Operand => this.unquoted({ kind: 'heading', heading: heading.trim() })
    return [bare(first.heading.slice(1)), ...list.slice(1, -1), bare(last.heading.slice(0, -1))]
  }

  /** Text up to where a list goes on or the tag ends. */
  private listed(): Operand {
    const { source } = this
    this.skip(space)
    const begin = this.position
    for (let index = begin; index < source.length; index++) {
      const char = source.charAt(index)
      if (char === '{' && (source[index + 1] === '{' || source[index + 1] === '%')) break
      const ends = char === '%' && source[index + 1] === '}'
      listBreak.lastIndex = index
      if (!ends && !(char === ',' || char === ';' || (isSpace(source.charCodeAt(index - 1)) && listBreak.test(source))))
        continue
      this.position = index
      return this.heading(begin, 'bad_condition')
    }
    this.fail('unclosed_tag', this.start)
  }

  /** A quoted text that stands alone, or null (and nothing is read) where a heading merely begins with a quote. */
  private quotedOperand(followers: readonly string[] | null, after = afterString): Operand | null {
    this.skip(space)
    const begin = this.position
    if (closers[this.source.charAt(begin)] === undefined) return null
    const value = this.string(after)
    const end = this.position
    if (value === null) return null
    this.skip(space)
    if (followers && !followers.some((follower) => this.source.startsWith(follower, this.position))) {
      this.position = begin
      return null
    }
    return { kind: 'text', value, raw: this.source.slice(begin, end) }
  }

  /** The quoted text at the position, or null (and nothing is read) where it never closes. */
  private string(after = afterString): string | null {
    const begin = this.position
    const opener = this.source.charAt(begin)
    const index = this.ends.next(opener, begin + 1, after)
    if (index !== null && index < begin + longestString) {
      this.position = index + 1
      const text = this.source.slice(begin + 1, index)
      return opener === '«' ? text.replace(/^[\s]/u, '').replace(/[\s]$/u, '') : text
    }
    return null
  }

  private headingUpToFilter(): Operand {
    const { source } = this
    const begin = this.position
    let braces = 0
    for (let index = begin; index < source.length; index++) {
      const char = source.charAt(index)
      if (char === '{') {
        if (source[index + 1] === '{' || source[index + 1] === '%') break
        braces++
      } else if (char === '}' && braces > 0) braces--
      else if (char === '|' || (char === '}' && source[index + 1] === '}')) {
        this.position = index
        return this.heading(begin, 'empty_placeholder')
      }
    }
    this.fail('unclosed_placeholder', this.start)
  }

  private headingUpToOperator(): Operand {
    const { source } = this
    this.skip(space)
    const begin = this.position
    let brackets = 0
    for (let index = begin; index < source.length; index++) {
      const char = source.charAt(index)
      const next = source.charAt(index + 1)
      if ((char === '%' || char === '}') && next === '}') {
        if (char === '}') break
        this.position = index
        return this.heading(begin, 'bad_condition')
      }
      if (char === '{' && (next === '{' || next === '%')) break
      if (char === '(' || char === '[') brackets++
      else if ((char === ')' || char === ']') && brackets > 0) brackets--
      operatorAt.lastIndex = index
      const isWord =
        brackets === 0 && index > begin && isSpace(source.charCodeAt(index - 1)) && wordAt(source, index) !== null
      if (brackets === 0 && (isWord || operatorAt.test(source))) {
        this.position = index
        return this.heading(begin, 'bad_condition')
      }
    }
    this.fail('unclosed_tag', this.start)
  }

  private heading(begin: number, ifEmpty: TemplateProblem): Operand {
    const heading = this.source.slice(begin, this.position).trim()
    if (heading === '') this.fail(ifEmpty, this.position)
    return { kind: 'heading', heading }
  }

  /** Fails at the position: something stands where the token should go on or end. */
  private unexpected(atEnd: TemplateProblem, from = this.position): never {
    const end = nextDelimiter(this.source, this.position)
    const text = this.source.slice(this.position, Math.min(end, this.position + 30)).trim()
    if (text === '' || end >= this.source.length) this.fail(atEnd, from)
    this.fail('unexpected_text', from, { text })
  }

  private skip(pattern: RegExp): string {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.source)?.[0] ?? ''
    this.position += found.length
    return found
  }

  private accept(text: string): boolean {
    if (!this.source.startsWith(text, this.position)) return false
    this.position += text.length
    return true
  }

  private acceptAfterSpace(text: string): boolean {
    this.skip(space)
    return this.accept(text)
  }
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0xa0 || unit === 0x202f || (unit >= 0x09 && unit <= 0x0d)
}
