/** Migrations in order; a file's position + 1 is the `user_version` it leads to. Never edit one that was released. */
import { initial } from './0001-initial'

export const migrations: readonly string[] = [initial]
