/** Reads the source of a template into its tree, or says what is wrong with it and where. */
import {
  maxTemplateLength,
  maxTemplateNesting,
  maxConditionLength,
  type Branch,
  type Condition,
  type Problem,
  type Tag,
  type Template,
  type TemplateNode,
  type TemplateProblem,
} from './template-model'
import { scanTemplate, type SyntaxToken } from './template-syntax'

export interface TemplateError {
  readonly code: TemplateProblem
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  readonly params: Readonly<Record<string, string | number>>
}

export type ParsedTemplate =
  { readonly ok: true; readonly template: Template } | { readonly ok: false; readonly error: TemplateError }

/** Reads a condition that stands alone, as `Solde > 0`. Positions count in the condition. Never throws. */
export function parseCondition(
  text: string,
): { readonly ok: true; readonly condition: Condition } | { readonly ok: false; readonly error: TemplateError } {
  const opening = '{% if '
  const source = `${opening}${text} %}`
  const refused = (problem: Problem): { ok: false; error: TemplateError } => {
    const at = Math.min(Math.max(0, problem.at - opening.length), text.length)
    return { ok: false, error: refusal(text, { ...problem, at }) }
  }
  if (text.length > maxConditionLength) {
    const params = { length: text.length, limit: maxConditionLength }
    return refused({ code: 'template_too_long', at: maxConditionLength, params })
  }
  const [token, ...others] = scanTemplate(source)
  if (token?.kind === 'invalid') return refused(token.problem)
  if (token?.kind !== 'tag' || !('condition' in token.tag) || others.length > 0) {
    return refused({ code: 'bad_condition', at: opening.length, params: {} })
  }
  return { ok: true, condition: token.tag.condition }
}

/** Reads a text, or says what is wrong with it and where. Never throws; linear in the length. */
export function parseTemplate(source: string): ParsedTemplate {
  if (source.length > maxTemplateLength) {
    const params = { length: source.length, limit: maxTemplateLength }
    return refuse(source, { code: 'template_too_long', at: maxTemplateLength, params })
  }
  const nodes: TemplateNode[] = []
  const open: { start: number; branches: Branch[] }[] = []
  let current = nodes
  const tokens = scanTemplate(source)
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'invalid') return refuse(source, token.problem)
    if (token.kind === 'text') {
      const text = textOf(source, tokens, index)
      if (text !== '') current.push({ kind: 'text', text })
    } else if (token.kind === 'placeholder') {
      current.push({ kind: 'output', output: token.output })
    } else if (token.tag.name === 'if') {
      if (open.length === maxTemplateNesting) {
        return refuse(source, { code: 'nesting_too_deep', at: token.start, params: { limit: maxTemplateNesting } })
      }
      const branches: Branch[] = [{ condition: token.tag.condition, nodes: [] }]
      current.push({ kind: 'choice', branches })
      open.push({ start: token.start, branches })
      current = lastNodes(open, nodes)
    } else {
      if (!continueChoice(open, token.tag)) {
        return refuse(source, { code: 'unexpected_tag', at: token.start, params: { tag: token.tag.name } })
      }
      current = lastNodes(open, nodes)
    }
  }
  const unfinished = open.at(-1)
  if (unfinished) return refuse(source, { code: 'missing_endif', at: unfinished.start, params: {} })
  return { ok: true, template: { source, nodes } }
}

/** elsif, else and endif: false where there is no if to which they could belong. */
function continueChoice(open: { branches: Branch[] }[], tag: Tag): boolean {
  const branches = open.at(-1)?.branches
  if (!branches) return false
  if (tag.name === 'endif') {
    open.pop()
    return true
  }
  if (branches.at(-1)?.condition === null) return false
  branches.push({ condition: 'condition' in tag ? tag.condition : null, nodes: [] })
  return true
}

function lastNodes(open: readonly { branches: Branch[] }[], root: TemplateNode[]): TemplateNode[] {
  return open.at(-1)?.branches.at(-1)?.nodes ?? root
}

/** The text of a token; a tag alone on its line takes the line with it, so that if/endif leave no empty lines. */
function textOf(source: string, tokens: readonly SyntaxToken[], index: number): string {
  const token = tokens[index]
  if (!token) return ''
  let { start, end } = token
  const before = tokens[index - 1]
  const after = tokens[index + 1]
  if (before?.kind === 'tag' && standsAlone(source, before)) start = source.indexOf('\n', start) + 1 || end
  if (after?.kind === 'tag' && standsAlone(source, after)) {
    const lineStart = source.lastIndexOf('\n', end - 1) + 1
    end = Math.max(start, lineStart)
  }
  return source.slice(start, Math.max(start, end))
}

function standsAlone(source: string, { start, end }: SyntaxToken): boolean {
  let left = start - 1
  while (left >= 0 && isInLineSpace(source.charCodeAt(left))) left--
  if (left >= 0 && source[left] !== '\n') return false
  let right = end
  while (right < source.length && isInLineSpace(source.charCodeAt(right))) right++
  return right >= source.length || source[right] === '\n'
}

function isInLineSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0d || unit === 0xa0 || unit === 0x202f
}

function refuse(source: string, problem: Problem): ParsedTemplate {
  return { ok: false, error: refusal(source, problem) }
}

function refusal(source: string, { code, at, params }: Problem): TemplateError {
  const before = source.slice(0, at)
  const line = before.split('\n').length
  return { code, line, column: at - before.lastIndexOf('\n'), params }
}
