/** The library of texts. Names are unique whatever their case. */
import { AppError } from '@shared/errors'
import type { TemplateRow } from '@shared/contract/templates'
import type { Db } from './open'
import { assertChanged, statement } from './statement'

const sql = {
  all: 'SELECT id, name, body, updated_at AS updatedAt FROM template ORDER BY name COLLATE NOCASE, id',
  byId: 'SELECT id, name, body, updated_at AS updatedAt FROM template WHERE id = ?',
  insert: 'INSERT INTO template (name, body, created_at, updated_at) VALUES (@name, @body, @now, @now)',
  update: 'UPDATE template SET name = @name, body = @body, updated_at = @now WHERE id = @id',
  remove: 'DELETE FROM template WHERE id = ?',
} as const

export function listTemplates(db: Db): TemplateRow[] {
  return statement(db, sql.all).all() as TemplateRow[]
}

/** Throws AppError unknown_template. */
export function templateById(db: Db, id: number): TemplateRow {
  const row = statement(db, sql.byId).get(id) as TemplateRow | undefined
  if (row === undefined) throw new AppError('unknown_template', { template: id })
  return row
}

/** Adds, or replaces the one with `id`; returns its id. Throws AppError template_exists, unknown_template. */
export function saveTemplate(
  db: Db,
  template: { id?: number | undefined; name: string; body: string },
  now: number,
): number {
  const { id, name, body } = template
  const taken = listTemplates(db).find((other) => other.id !== id && foldName(other.name) === foldName(name))
  if (taken !== undefined) throw new AppError('template_exists', { template: taken.name })
  if (id === undefined) return Number(statement(db, sql.insert).run({ name, body, now }).lastInsertRowid)
  templateById(db, id)
  assertChanged(statement(db, sql.update).run({ id, name, body, now }).changes, 1, 'template update')
  return id
}

/** Throws AppError unknown_template. */
export function deleteTemplate(db: Db, id: number): void {
  templateById(db, id)
  assertChanged(statement(db, sql.remove).run(id).changes, 1, 'template removal')
}

function foldName(name: string): string {
  return name.trim().normalize('NFC').toLocaleLowerCase('fr')
}
