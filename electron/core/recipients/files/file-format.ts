/** What a file format must bring to be read: how its content is recognised, and how it becomes a table. */
import type { FileHandle } from 'node:fs/promises'
import type { ReadOptions } from '@shared/contract/recipients'
import type { Language } from '@shared/language'
import type { SourceTable } from '../source-table'
import type { FileStamp } from './file-access'

export interface FileFormat {
  /**
   * By the file's first bytes, never by its name.
   * @param file for error sentences. @throws AppError file_* where the format is recognised and cannot be read
   */
  recognises(handle: FileHandle, file: string): Promise<boolean>
  /** @throws AppError file_*, cancelled */
  open(opening: FileOpening): Promise<SourceTable>
}

export interface FileOpening {
  readonly path: string
  readonly stamp: FileStamp
  /** What a person chose instead of the guess. */
  readonly options: Partial<ReadOptions>
  /** Of words that a cell's value is written with, like VRAI and TRUE. */
  readonly language: Language
  readonly signal: AbortSignal | undefined
}
