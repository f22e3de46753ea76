/**
 * What the window asks of the main process itself, beside core's requests: dialogs, the menu, the system. Same rules as
 * ipc-contract.ts: one zod schema per request, parsed by main, types of both sides derived from it.
 */
import { filePath, nothing, request, shortText, z, type Reply, type RequestSpec } from './contract/schema'
import { coreRequests, type CoreEventName, type CoreEvents } from './ipc-contract'
import type { Language } from './language'
import { listFileExtensions } from './list-file-extensions'

/** Commands of the application menu that the window carries out. */
export const menuCommands = [
  'campaign.new',
  'file.open',
  'contacts.import',
  'view.export',
  'backup.create',
  'edit.find',
  'palette.open',
  'section.home',
  'section.campaigns',
  'section.contacts',
  'section.templates',
  'section.history',
  'section.archives',
  'section.accounts',
  'section.settings',
  'zoom.in',
  'zoom.out',
  'zoom.reset',
  'help.guide',
  'help.shortcuts',
  'help.tour',
  'help.about',
] as const
export type MenuCommand = (typeof menuCommands)[number]

export interface AppInfo {
  readonly version: string
  readonly electron: string
  /** True on an Electron that gets no security fixes any more: for trying out, not for real sending. */
  readonly trialOnly: boolean
  readonly platform: 'win32' | 'darwin' | 'linux'
  readonly dataDir: string
  readonly logFile: string
  /** The sample spreadsheet of the tour; null in a build that lacks it. */
  readonly sampleFile: string | null
  /** False where this copy can't update itself (a checkout, a distribution's package). */
  readonly canUpdate: boolean
}

/** A part of others, with the licence that it comes under. */
export interface Licence {
  readonly name: string
  readonly version: string
  /** SPDX: `MIT`. */
  readonly licence: string
  /** The whole text; empty where the package brings none. */
  readonly text: string
}

/** What is known of a newer version. Nothing is asked, fetched or installed before the person says so. */
export type UpdateState =
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'none' }
  | { readonly kind: 'available'; readonly version: string }
  /** `done` from 0 to 1. */
  | { readonly kind: 'downloading'; readonly version: string; readonly done: number }
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'failed' }

/** As Electron takes them: a name that people read, extensions without the dot. */
const fileFilters = z
  .array(
    z.object({
      name: z.string().min(1).max(80),
      extensions: z
        .array(z.string().regex(/^(\w{1,10}|\*)$/))
        .min(1)
        .max(listFileExtensions.length),
    }),
  )
  .max(10)

/**
 * `background`: the window hides and the sending goes on. `pause`: campaigns pause, then Griot quits. `kept`: what was typed is
 * in its draft, or is given up; quitting goes on.
 */
const quitDecision = z.enum(['background', 'pause', 'kept', 'stay'])
export type QuitDecision = z.infer<typeof quitDecision>

export const windowRequests = {
  'app.info': request<AppInfo>()(nothing),
  /** The window listens to events from now on; those that wait for it (a file to open) come. */
  'app.ready': request<void>()(nothing),
  /** Quits, asking first while campaigns are being sent. */
  'app.quit': request<void>()(nothing),
  /** Whether something is typed that no draft holds yet: quitting then waits for `app.keepAsked` to be answered. */
  'app.holdQuit': request<void>()(z.object({ hold: z.boolean() })),
  /** The answer to `app.quitAsked` or `app.keepAsked`. */
  'app.quitDecision': request<void>()(z.object({ decision: quitDecision })),
  /** Path of the chosen file, which core's requests may then name; null when the person gave up. */
  'dialog.openFile': request<string | null>()(z.object({ title: shortText, filters: fileFilters })),
  'dialog.saveFile': request<string | null>()(
    z.object({ title: shortText, defaultName: z.string().min(1).max(200), filters: fileFilters }),
  ),
  /** Path of the chosen folder, in which `backup.chooseFolder` may then write; null when the person gave up. */
  'dialog.openFolder': request<string | null>()(z.object({ title: shortText })),
  /** Prints the report that the window shows now (its print style sheet) into a PDF; throws file_write_failed. */
  'print.exportPdf': request<void>()(z.object({ path: filePath })),
  /** Shows a file that was just written in the system's file manager. */
  'shell.showItem': request<void>()(z.object({ path: filePath })),
  /** Opens the site of a gateway's vendor in the browser: the only addresses that Griot opens. */
  'shell.openGatewaySite': request<void>()(z.object({ gateway: z.string().min(1).max(40) })),
  /** Versions, checks and what the program wrote into its log, without anything of a person, into the clipboard. */
  'diagnostics.copy': request<void>()(nothing),
  /** The same into a file; throws file_write_failed. */
  'diagnostics.export': request<void>()(z.object({ path: filePath })),
  /** The parts of others in this copy of Griot, by name, with their licences. */
  'licences.list': request<readonly Licence[]>()(nothing),
  'dataDir.open': request<void>()(nothing),
  'logs.open': request<void>()(nothing),
  /** Plain text of the clipboard, at most 5,000,000 characters; empty where it holds none. */
  'clipboard.readText': request<string>()(nothing),
  'clipboard.writeText': request<void>()(z.object({ text: z.string().max(1_000_000) })),
  /** Menu commands that do nothing now; all others are enabled. */
  'menu.setState': request<void>()(z.object({ disabled: z.array(z.enum(menuCommands)).max(menuCommands.length) })),
  /** What was found comes as `updates.changed`. */
  'updates.check': request<void>()(nothing),
  /** Fetches the version that `updates.check` found. Progress and end come as `updates.changed`. */
  'updates.download': request<void>()(nothing),
  /** Quits, installs what was fetched and starts again. Refused (`update_while_sending`) while a campaign is being sent. */
  'updates.install': request<void>()(nothing),
} as const

export type WindowRequestName = keyof typeof windowRequests

/** Everything that the window may ask, and the only names that the bridge lets through. */
export const allRequests = { ...coreRequests, ...windowRequests } as const
type AllRequests = typeof allRequests
export type RequestName = keyof AllRequests
export type RequestInput<Name extends RequestName> = z.infer<AllRequests[Name]['input']>
export type RequestOutput<Name extends RequestName> =
  AllRequests[Name] extends RequestSpec<z.ZodType, infer Output> ? Output : never

interface WindowEvents {
  'menu.command': { readonly command: MenuCommand }
  /** A spreadsheet was opened with Griot (double click, drop on the icon, a second start). */
  'file.open': { readonly path: string }
  /** Somebody wants to quit while these campaigns are being sent; answered by `app.quitDecision`. */
  'app.quitAsked': { readonly campaigns: readonly { readonly id: number; readonly name: string }[] }
  /** Somebody wants to quit while something typed is in no draft; answered by `app.quitDecision`. */
  'app.keepAsked': Readonly<Record<string, never>>
  /** The person clicked a notification or the tray. */
  'campaign.show': { readonly id: number }
  'updates.changed': UpdateState
  /**
   * Core ended by itself and works again; what it told before may be out of date. The campaigns were being sent and are
   * paused (interrupted).
   */
  'core.restarted': { readonly campaigns: readonly { readonly id: number; readonly name: string }[] }
}

export type AllEvents = CoreEvents & WindowEvents
export type EventName = keyof AllEvents

/** Names of all events; the compiler refuses a missing or unknown one. */
const coreEventSet: Readonly<Record<CoreEventName, true>> = {
  'campaign.progress': true,
  'campaign.changed': true,
  'campaign.removed': true,
  'job.progress': true,
  'data.changed': true,
  'schedule.missed': true,
  'schedule.skipped': true,
  'balance.low': true,
  'backup.copied': true,
}
const windowEventSet: Readonly<Record<keyof WindowEvents, true>> = {
  'menu.command': true,
  'file.open': true,
  'app.quitAsked': true,
  'app.keepAsked': true,
  'campaign.show': true,
  'updates.changed': true,
  'core.restarted': true,
}
export const requestNames = Object.keys(allRequests) as readonly RequestName[]
export const coreEventNames = Object.keys(coreEventSet) as readonly CoreEventName[]
export const eventNames: readonly EventName[] = [
  ...coreEventNames,
  ...(Object.keys(windowEventSet) as (keyof WindowEvents)[]),
]

/** What the preload script puts on `window.griot`. Only src/api uses it. */
export interface Bridge {
  /** What `language: 'system'` of the settings means on this computer: main, menu and page speak the same. */
  readonly systemLanguage: Language
  request(name: string, input: unknown): Promise<Reply<unknown>>
  /** The result removes the listener. */
  on(name: string, listener: (payload: unknown) => void): () => void
  /** Path of a dropped or picked file, which core's requests may then name; empty for a file made by a script. */
  pathForFile(file: unknown): string
}
