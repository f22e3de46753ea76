/** Griot itself: settings, jobs, audit log, backup, health. */
import type { WireError } from '../errors'
import { copyProtections } from './backup'
import { countryCode, epochMs, filePath, nothing, pageRange, request, z, type Page } from './schema'

const hour = z.number().int().min(0).max(23)

export const settings = z.object({
  /** `system` follows the computer. */
  language: z.enum(['system', 'fr', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  country: countryCode,
  /** Local hours in which nothing starts by itself and a person is warned; null = no quiet hours. */
  quietHours: z.object({ from: hour, to: hour }).nullable(),
  /** Messages per second where neither campaign nor account says; null = as fast as the requests in flight allow. */
  defaultRate: z.number().positive().max(1000).nullable(),
  defaultConcurrency: z.number().int().min(1).max(64),
  /** Typed number above this many recipients; at most the product's limit. */
  confirmAbove: z.number().int().min(1).max(1000),
  missedSchedules: z.enum(['ask', 'send', 'skip']),
  listener: z.object({
    enabled: z.boolean(),
    host: z.string().max(100),
    port: z.number().int().min(0).max(65_535),
    /** Master secret of the addresses that gateways are given; '' before there is one. */
    secret: z.string().max(100),
    /** How often a gateway's address was made anew, by its id. */
    turns: z.record(z.string().max(40), z.number().int().min(0)),
    /** Name under which the receiver is reached from outside (a tunnel's, a server's); '' for none. */
    publicHost: z.string().max(253),
  }),
  /** Own number for "test to myself". */
  testPhone: z.string().max(40).nullable(),
  tourDone: z.boolean(),
  notifications: z.boolean(),
  closeToTray: z.boolean(),
  textZoom: z.number().min(0.8).max(2),
  /** Where copies go beside the data folder's own; changed by backup.chooseFolder and backup.saveCopies. */
  backups: z.object({
    /** '' for none. */
    folder: z.string().max(4096),
    keep: z.number().int().min(1).max(365),
    protection: z.enum(copyProtections),
    /** Tells this database's copies from another computer's in the same folder; '' before there is one. */
    id: z.string().regex(/^[0-9a-f]{0,12}$/),
  }),
})
export type Settings = z.infer<typeof settings>

export interface AuditRow {
  readonly id: number
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, string | number>>
}

export interface HealthCheck {
  readonly name: 'database' | 'keychain' | 'disk' | 'gateway' | 'clock' | 'backup' | 'copies'
  /** Account name for gateway checks. */
  readonly subject: string | null
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped'
  readonly error: WireError | null
  readonly detail: Readonly<Record<string, string | number>>
}

export interface ProgramInfo {
  readonly version: string
  readonly dataDir: string
  readonly databaseBytes: number
  readonly backups: readonly { readonly path: string; readonly at: number; readonly bytes: number }[]
  /** Set when the database was damaged at start: where it was set aside, and the backup offered. */
  readonly damaged: { readonly setAside: string; readonly backup: string | null } | null
}

export const programRequests = {
  'settings.get': request<Settings>()(nothing),
  'settings.save': request<Settings>()(settings.omit({ listener: true, backups: true }).partial()),
  'jobs.cancel': request<void>()(z.object({ jobId: z.string().max(200) })),
  'audit.page': request<Page<AuditRow>>()(
    z.object({ search: z.string().max(200), from: epochMs.nullable(), to: epochMs.nullable() }).extend(pageRange.shape),
  ),
  'audit.export': request<number>()(z.object({ path: filePath })),
  'doctor.check': request<readonly HealthCheck[]>()(z.object({ gateways: z.boolean() })),
  'program.info': request<ProgramInfo>()(nothing),
} as const
