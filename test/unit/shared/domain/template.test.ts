import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { measureText } from '@shared/domain/segment'
import { bindTemplate, parseTemplate, tokenizeTemplate, type TemplateError } from '@shared/domain/template'
import type { BoundTemplate, RenderOptions } from '@shared/domain/template-binding'
import { filterAliases } from '@shared/domain/template-filters'
import { maxRenderedLength, maxTemplateLength } from '@shared/domain/template-model'

function bind(source: string, columns: readonly string[]): BoundTemplate {
  const parsed = parseTemplate(source)
  if (!parsed.ok) throw new Error(`${parsed.error.code} at ${parsed.error.line}:${parsed.error.column}`)
  const bound = bindTemplate(parsed.template, columns)
  if (!bound.ok) throw new Error(`unknown column ${bound.error.heading}`)
  return bound
}

/** The text for one row, given as heading → cell. */
function render(source: string, row: Record<string, string> = {}, options?: RenderOptions): string {
  return bind(source, Object.keys(row)).render(Object.values(row), options).text
}

function errorOf(source: string): TemplateError {
  const parsed = parseTemplate(source)
  if (parsed.ok) throw new Error(`read without error: ${source}`)
  return parsed.error
}

describe('placeholders', () => {
  it('put the cell of the column with that heading', () => {
    expect(render('Bonjour {{ Prénom }}.', { Prénom: 'Awa' })).toBe('Bonjour Awa.')
  })

  it.each([
    ['{{ Montant dû (€) }}', 'Montant dû (€)'],
    ['{{montant DÛ   (€)}}', ' Montant dû\n(€) '],
    ['{{ Pre\u0301nom }}', 'Pr\u00e9nom'],
    ['{{ Date d’échéance }}', "Date d'échéance"],
    ['{{ Nom "court" }}', 'Nom "court"'],
    ['{{ "Nom" }}', '"Nom"'],
    ['{{ Montant {F} }}', 'Montant {F}'],
    ['{{ Montant {F}}}', 'Montant {F}'],
    ['{{ 100 % payé ? }}', '100 % payé ?'],
    ['{{ a_b-c/d:e,f }}', 'a_b-c/d:e,f'],
    ['{{\u00a0Nom\u202fcomplet\u00a0}}', 'Nom complet'],
    ['{{ __proto__ }}', '__proto__'],
    ['{{ 电话 }}', '电话'],
  ])('%s finds the column %j', (source, column) => {
    expect(bind(source, ['other', column]).render(['-', 'value']).text).toBe('value')
  })

  it('tell accents apart', () => {
    expect(render('{{ Côté }}/{{ Cote }}', { Cote: '1', Côté: '2' })).toBe('2/1')
  })

  it('never read what is in a cell as template', () => {
    expect(render('{{ a }}{{ b }}', { a: '{{ b }}', b: '{% if a %}' })).toBe('{{ b }}{% if a %}')
  })

  it('name the empty ones that have no fallback, once each, as in the file', () => {
    const { render } = bind('{{ nom }} {{ prénom | default: "vous" }} {{ NOM }} {{ ville | upper }}', [
      'Nom',
      'Prénom',
      'Ville',
    ])
    expect(render([' \u00a0', '', ''])).toEqual({
      text: ' \u00a0 vous  \u00a0 ',
      missing: ['Nom', 'Ville'],
      truncated: false,
    })
    expect(render(['A', 'B', 'C'])).toEqual({ text: 'A B A C', missing: [], truncated: false })
    expect(render([])).toMatchObject({ missing: ['Nom', 'Ville'] })
  })

  it('take the first of several columns with one heading, and say so', () => {
    const bound = bind('{{ nom }} {{ Ville }}', ['Nom', 'Ville', ' NOM ', 'Autre', 'autre'])
    expect(bound.render(['un', 'x', 'deux']).text).toBe('un x')
    expect(bound.duplicateHeadings).toEqual(['Nom'])
  })

  it('are listed with their column, and with a fallback only where every use has one', () => {
    const { placeholders } = bind('{{ b }}{{ a | default: "" }}{% if c %}{{ b | default: "x" }}{% endif %}', [
      'a',
      'b',
      'c',
    ])
    expect(placeholders).toEqual([
      { heading: 'b', columnIndex: 1, hasFallback: false },
      { heading: 'a', columnIndex: 0, hasFallback: true },
    ])
  })

  it.each([
    ['{{ Prenom }}', 'Prénom'],
    ['{{ Montat dû }}', 'Montant dû'],
    ['{{ Ville | default: "x" }}{{ Nom complte }}', 'Nom complet'],
    ['{{ Nom }}', 'Nom complet'],
    ['{% if Prenmo %}{% endif %}', 'Prénom'],
    ['{{ Zzzzzzz }}', null],
  ])('suggest the heading meant by %s', (source, suggestion) => {
    const parsed = parseTemplate(source)
    const bound = parsed.ok ? bindTemplate(parsed.template, ['Nom complet', 'Prénom', 'Montant dû', 'Ville']) : null
    expect(bound).toMatchObject({ ok: false, error: { code: 'unknown_column', suggestion } })
  })
})

describe('literal braces', () => {
  it('are written as quoted text', () => {
    expect(render('{{ "{{" }} Nom {{ "}}" }} { Nom } {Nom}')).toBe('{{ Nom }} { Nom } {Nom}')
  })

  test.prop([fc.string({ unit: 'grapheme' }).filter((text) => !/\{\{|\{%|%\}|\}\}/.test(text))])(
    'a text without delimiters is its own rendering',
    (text) => {
      expect(render(text)).toBe(text)
    },
  )

  test.prop([fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !/["”“]/.test(text))])(
    'any text can be quoted',
    (text) => {
      expect(render(`{{ "${text}" }}`)).toBe(text)
    },
  )
})

describe('fallback', () => {
  it.each([
    '{{ p | default: "cher client" }}',
    "{{ p | default: 'cher client' }}",
    '{{ p | default: “cher client” }}',
    '{{ p | default: ”cher client“ }}',
    '{{ p | défaut\u00a0: «\u00a0cher client\u202f» }}',
    '{{ p|default:"cher client"}}',
    '{{ p | Par-Défaut : ‘cher client’ }}',
    '{{ p | trim | default: "cher client" }}',
  ])('%s', (source) => {
    expect(render(source, { p: '  ' })).toBe('cher client')
    expect(render(source, { p: 'Awa' })).toBe('Awa')
  })

  it('may hold apostrophes, other quotes and delimiters', () => {
    expect(render("{{ p | default: 'l'ami' }}", { p: '' })).toBe("l'ami")
    expect(render('{{ p | default: "dit “oui” et }} {% non" }}', { p: '' })).toBe('dit “oui” et }} {% non')
  })
})

describe('filters', () => {
  it.each([
    ['upper', 'élève', 'ÉLÈVE'],
    ['majuscules', 'a', 'A'],
    ['lower', 'ÉLÈVE', 'élève'],
    ['trim', '  a b ', 'a b'],
    ['first_word', ' Jean  Paul', 'Jean'],
    ['premier_mot', '', ''],
    ['capitalize', 'KOUASSI JEAN-PIERRE', 'Kouassi Jean-Pierre'],
    ['nom_propre', "n'guessan amÉlie", "N'Guessan Amélie"],
    ['capitalize', 'MARIE DE LA TOUR', 'Marie de la Tour'],
    ['capitalize', 'jean d’almeida', 'Jean d’Almeida'],
    ['capitalize', "D'ALMEIDA", "D'Almeida"],
    ['capitalize', 'de souza', 'De Souza'],
    ['number', '1234567', '1 234 567'],
    ['number', '-12500,50', '-12 500,50'],
    ['number', '12\u202f500', '12 500'],
    ['number', '0612', '612'],
    ['number', '12.500', '12.500'],
    ['number', 'douze', 'douze'],
    ['number', '6 77 12 34 56', '6 77 12 34 56'],
    ['number: 0', '1999.5', '2 000'],
    ['number: 2', '3', '3,00'],
    ['date', '2026-03-05', '05/03/2026'],
    ['date', '5/3/26', '05/03/2026'],
    ['date: "long"', '05/03/2026', '5 mars 2026'],
    ['date: "long"', '2026-08-01T09:30:00Z', '1er aout 2026'],
    ['date: "complet"', '2026-03-05', 'jeudi 5 mars 2026'],
    ['date: "jj/mm"', '2026-03-05', '05/03'],
    ['date: "dddd d"', '2024-02-29', 'jeudi 29'],
    ['date', '31/02/2026', '31/02/2026'],
    ['date', 'demain', 'demain'],
    ['truncate: 5', 'Kouassi', 'Kouas'],
    ['truncate: 6, "..."', 'Kouassi', 'Kou...'],
    ['truncate: 7', 'Kouassi', 'Kouassi'],
    ['tronquer: 2', '😀😀😀', '😀😀'],
  ])('%s: %j → %j', (filter, cell, text) => {
    expect(render(`{{ x | ${filter} }}`, { x: cell })).toBe(text)
  })

  it('follow each other from left to right', () => {
    expect(render('{{ x | trim | first_word | capitalize | default: "vous" }}', { x: ' AWA traoré' })).toBe('Awa')
  })

  it('write numbers and dates in English where the campaign is English', () => {
    expect(
      render('{{ n | number }} {{ d | date: "long" }}', { n: '1234567,5', d: '2026-08-01' }, { locale: 'en' }),
    ).toBe('1,234,567.5 1 August 2026')
  })

  test.prop([fc.bigInt(), fc.constantFrom('fr' as const, 'en' as const)])(
    'number and date never cost the 160 characters',
    (number, locale) => {
      const text = render('{{ n | number }}', { n: number.toString() }, { locale })
      expect(measureText(text).encoding).toBe('GSM-7')
      for (let month = 1; month <= 12; month++) {
        const date = render('{{ d | date: "complet" }}', { d: `2026-${month}-15` }, { locale })
        expect(measureText(date).encoding).toBe('GSM-7')
      }
    },
  )

  test.prop([fc.constantFrom(...Object.keys(filterAliases)), fc.string({ unit: 'binary' })])(
    'never fail on a cell',
    (filter, cell) => {
      const argument = filter === 'default' ? ': "x"' : filter === 'truncate' ? ': 3' : ''
      expect(typeof render(`{{ x | ${filter}${argument} }}`, { x: cell })).toBe('string')
    },
  )
})

describe('conditions', () => {
  const source = '{% if Dette > 1000 %}A{% elsif Statut == "payé" %}B{% elsif Nom %}C{% else %}D{% endif %}'

  it.each([
    [{ Dette: '12 500', Statut: '', Nom: '' }, 'A'],
    [{ Dette: '1000', Statut: ' Payé ', Nom: '' }, 'B'],
    [{ Dette: '', Statut: 'dû', Nom: 'x' }, 'C'],
    [{ Dette: 'beaucoup', Statut: '', Nom: ' \u00a0' }, 'D'],
  ])('%j takes %s', (row, text) => {
    expect(render(source, row)).toBe(text)
  })

  it.each([
    ['n == 2', '2,0', true],
    ['n = 2', '02', true],
    ['n != 2', 'deux', true],
    ['n ≥ 2', '2', true],
    ['n <= 1,5', '1.5', true],
    ['n <> "2"', '2.0', true],
    ['n < 10', '9', true],
    ['n < 10', '', false],
    ['n > 1000', '12.500', true],
    ['n == “oui”', 'OUI', true],
    ['n == n', '', true],
  ])('%s with %j is %s', (condition, n, holds) => {
    expect(render(`{% if ${condition} %}1{% else %}0{% endif %}`, { n })).toBe(holds ? '1' : '0')
  })

  it('accept headings with brackets, and French words', () => {
    const french = '{% si Âge (> 18) %}majeur{% sinon si Ville == "Lomé" %}loméen{% sinon %}autre{% fin %}'
    expect(render(french, { 'Âge (> 18)': '', Ville: 'lomé' })).toBe('loméen')
    expect(render(french, { 'Âge (> 18)': 'x', Ville: '' })).toBe('majeur')
  })

  it('nest, and only report the placeholders of the branch taken', () => {
    const { render } = bind('{% if a %}{% if b %}{{ b }}{% else %}{{ c }}{% endif %}{% endif %}', ['a', 'b', 'c'])
    expect(render(['1', '', ''])).toMatchObject({ text: '', missing: ['c'] })
    expect(render(['', '', ''])).toMatchObject({ text: '', missing: [] })
  })

  it('leave no empty line where a tag stands alone on its own', () => {
    const lines = 'Bonjour\n{% if a %}\nDette {{ a }}\n  {% endif %}\nMerci'
    expect(render(lines, { a: '5' })).toBe('Bonjour\nDette 5\nMerci')
    expect(render(lines, { a: '' })).toBe('Bonjour\nMerci')
    expect(render('Bonjour {% if a %}\nx{% endif %} !', { a: '5' })).toBe('Bonjour \nx !')
  })
})

describe('mistakes', () => {
  it.each([
    ['Bonjour {{ Nom', 'unclosed_placeholder', 1, 9],
    ['a\n{{ Nom {{ Ville }}', 'unclosed_placeholder', 2, 1],
    ['a Nom }} b', 'unopened_placeholder', 1, 7],
    ['{{ }}', 'empty_placeholder', 1, 4],
    ['{{ | upper }}', 'empty_placeholder', 1, 4],
    ['{{ a | }}', 'missing_filter', 1, 8],
    ['{{ a | uper }}', 'unknown_filter', 1, 8],
    ['{{ a | default }}', 'bad_filter_argument', 1, 8],
    ['{{ a | default: cher client }}', 'bad_filter_argument', 1, 17],
    ['{{ a | truncate: "5" }}', 'bad_filter_argument', 1, 8],
    ['{{ a | date: "hier" }}', 'bad_filter_argument', 1, 8],
    ['{{ a | upper: 1 }}', 'bad_filter_argument', 1, 8],
    ['{{ a | upper lower }}', 'unexpected_text', 1, 14],
    ['{{ a | default: "x }}', 'unclosed_string', 1, 17],
    ['{% if a', 'unclosed_tag', 1, 1],
    ['{% for a in b %}', 'unknown_tag', 1, 4],
    ['{% include "x" %}', 'unknown_tag', 1, 4],
    ['{% if %}{% endif %}', 'bad_condition', 1, 7],
    ['{% if a == %}{% endif %}', 'bad_condition', 1, 12],
    ['{% else %}', 'unexpected_tag', 1, 1],
    ['{% if a %}{% else %}{% elsif b %}{% endif %}', 'unexpected_tag', 1, 21],
    ['{% endif %}', 'unexpected_tag', 1, 1],
    ['x\n{% if a %}', 'missing_endif', 2, 1],
    ['{% else a %}', 'unexpected_text', 1, 9],
    ['{% if a %}'.repeat(9), 'nesting_too_deep', 1, 81],
  ])('%s is %s', (source, code, line, column) => {
    expect(errorOf(source)).toMatchObject({ code, line, column })
  })

  it('suggest the filter and the tag meant', () => {
    expect(errorOf('{{ a | uper }}').params).toEqual({ filter: 'uper', suggestion: 'upper' })
    expect(errorOf('{% endfi %}').params).toEqual({ tag: 'endfi', suggestion: 'endif' })
  })

  it('refuse a text past the limit', () => {
    expect(errorOf('a'.repeat(maxTemplateLength + 1))).toMatchObject({ code: 'template_too_long' })
    expect(parseTemplate('a'.repeat(maxTemplateLength)).ok).toBe(true)
  })
})

describe('limits', () => {
  it('cut a text that is too long, between characters, and say so', () => {
    const { text, truncated } = bind('a{{ x }}', ['x']).render(['😀'.repeat(2_000)])
    expect(truncated).toBe(true)
    expect(text).toHaveLength(maxRenderedLength - 1)
    expect(text).not.toMatch(/\p{Cs}/u)
    expect(measureText(text).segments).toBeGreaterThan(10)
  })

  const cells: readonly (readonly [string, string])[] = [
    ['spaced letters', 'a '.repeat(400_000)],
    ['ligatures', 'ﬃ'.repeat(400_000)],
    ['digits', '1 '.repeat(400_000)],
    ['emoji', '😀'.repeat(200_000)],
    ['white space', ` ${'\u00a0'.repeat(400_000)} `],
    ['elisions', "d'".repeat(200_000)],
  ]
  const filters = ['capitalize', 'upper', 'number', 'date', 'truncate: 9', 'first_word', 'trim', 'default: "x"']

  it.each(filters.flatMap((filter) => cells.map(([name, cell]) => [filter, name, cell] as const)))(
    'keep a text full of %s on a cell of %s to some milliseconds of work',
    (filter, _name, cell) => {
      const one = `{{ a | ${filter} }}`
      const chain = `{{ a ${`| ${filter} `.repeat(Math.floor(9_000 / (filter.length + 3)))}}}`
      for (const source of [one.repeat(Math.floor(10_000 / one.length)), chain]) {
        const { render } = bind(source, ['a'])
        const from = process.cpuUsage()
        for (let times = 0; times < 20; times++) render([cell])
        const { user, system } = process.cpuUsage(from)
        // 50 ms each
        expect(user + system).toBeLessThan(1_000_000)
      }
    },
  )

  it('name the heading whose cell is too much for the filters, rather than write a text without it', () => {
    const { text, missing } = bind('{{ a | upper | lower }}'.repeat(100), ['a']).render(['x'.repeat(4_000)])
    expect(text).not.toBe('')
    expect(missing).toEqual(['a'])
    expect(bind('{{ a | upper | lower }}'.repeat(100), ['a']).render(['Awa']).missing).toEqual([])
  })

  it.each([
    '{{ ',
    '{% if ',
    '{{ a | default: "',
    '}} ',
    '{{ "',
    '{{ a | date: "',
    '{% if a == "',
    '{',
    '{{{',
    '\n{% endif %}',
    ' ',
  ])('reads 100,000 characters of %j in linear time', (piece) => {
    const source = piece.repeat(Math.ceil(100_000 / piece.length))
    const from = process.cpuUsage()
    tokenizeTemplate(source)
    expect(process.cpuUsage(from).user).toBeLessThan(5_000_000)
  })
})

const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '{{',
        '}}',
        '{%',
        '%}',
        '|',
        'if',
        'endif',
        'else',
        'default',
        ':',
        '"',
        "'",
        '«',
        '»',
        '==',
        ' ',
        '\n',
        'Nom',
        '3',
        '{',
        '}',
        'é',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

describe('the tokens of the editor', () => {
  it('give text, chips, tags and mistakes with their ranges', () => {
    const source = 'Bonjour {{ Nom | default: "x" }}{% if A == B %}{{ "{{" }}{% endif %} {{ oups'
    expect(tokenizeTemplate(source)).toEqual([
      { kind: 'text', start: 0, end: 8 },
      { kind: 'placeholder', start: 8, end: 32, heading: 'Nom', hasFallback: true },
      { kind: 'tag', start: 32, end: 47, tag: 'if', headings: ['A', 'B'] },
      { kind: 'placeholder', start: 47, end: 57, heading: null, hasFallback: false },
      { kind: 'tag', start: 57, end: 68, tag: 'endif', headings: [] },
      { kind: 'text', start: 68, end: 69 },
      { kind: 'invalid', start: 69, end: 76, code: 'unclosed_placeholder' },
    ])
  })

  it('confine an unfinished placeholder to its line', () => {
    expect(tokenizeTemplate('{{ Nom\nsuite {{ Ville }}')).toMatchObject([
      { kind: 'invalid', start: 0, end: 6 },
      { kind: 'text', start: 6, end: 13 },
      { kind: 'placeholder', heading: 'Ville' },
    ])
  })

  test.prop([pieces], { numRuns: 3000 })('cover the source without gaps, whatever it is', (source) => {
    const tokens = tokenizeTemplate(source)
    let position = 0
    for (const { start, end } of tokens) {
      expect(start).toBe(position)
      expect(end).toBeGreaterThan(start)
      position = end
    }
    expect(position).toBe(source.length)
  })

  test.prop([pieces], { numRuns: 3000 })('hold a mistake exactly where reading fails for that reason', (source) => {
    const parsed = parseTemplate(source)
    const invalid = tokenizeTemplate(source).find(({ kind }) => kind === 'invalid')
    if (parsed.ok) expect(invalid).toBeUndefined()
    else expect(parsed.error.line).toBeGreaterThan(0)
  })

  test.prop([pieces, fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 })], { numRuns: 2000 })(
    'render without throwing, whatever the row',
    (source, row) => {
      const parsed = parseTemplate(source)
      if (!parsed.ok) return
      const bound = bindTemplate(parsed.template, ['Nom', '3', 'é'])
      if (!bound.ok) return
      const { text, missing } = bound.render(row)
      expect(text.length).toBeLessThanOrEqual(maxRenderedLength)
      expect(missing.length).toBeLessThanOrEqual(3)
    },
  )
})
