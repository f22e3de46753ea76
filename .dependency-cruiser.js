/**
 * The rooms of the house and who may enter: shared ← core ← {core-process, cli}; main ← the messages of core-process, and of core
 * what opens no database; preload ← shared; src ← shared.
 * test/integration/layers.test.ts plants each forbidden import and sees it refused.
 */

const builtins = { dependencyTypes: ['core'] }
const electron =
  '^electron$|(^|/)node_modules/(electron|electron-updater)/|(^|/)node_modules/electron-log/src/(main|renderer)/'
const windowPackages = '(^|/)node_modules/(vue|vue-router|vue-i18n|pinia|reka-ui|@vue|@vueuse|@lucide|chart\\.js)/'

/**
 * The rooms of electron/core from the bottom up, each with the rooms that it may import: only rooms that are listed before
 * it. Every room may also import itself and core's basics. A new room is a new line here.
 */
export const coreRooms = {
  redaction: [],
  secrets: [],
  storage: [],
  exports: [],
  providers: ['redaction', 'secrets'],
  context: ['secrets', 'storage', 'providers'],
  recipients: ['context', 'storage', 'exports'],
  settings: ['context', 'storage'],
  templates: ['context', 'storage'],
  accounts: ['redaction', 'context', 'secrets', 'storage', 'providers'],
  contacts: ['context', 'storage', 'exports', 'recipients'],
  drafts: ['context', 'storage', 'exports', 'providers', 'recipients', 'accounts'],
  archives: ['context', 'storage', 'exports', 'providers', 'accounts'],
  receipts: ['redaction', 'context', 'storage', 'providers', 'accounts', 'archives'],
  history: ['context', 'storage', 'exports', 'accounts'],
  campaigns: ['context', 'storage', 'providers', 'accounts', 'drafts', 'archives', 'receipts', 'history'],
  backup: ['context', 'secrets', 'storage', 'providers', 'accounts', 'receipts'],
  program: ['context', 'storage', 'exports', 'accounts', 'backup'],
}
/** Single files beside the rooms. They import one another only. */
const coreBasics = [
  'campaign-teller',
  'clock',
  'data-dir',
  'events',
  'jobs',
  'log',
  'pace',
  'process-alive',
  'quiet-hours',
  'start-time',
  'today',
  'yield-to-event-loop',
]

/** @param {readonly string[]} names of rooms (folders) or files of core */
const inCore = (names) => `^electron/core/(${names.join('|')})(/|\\.ts$)`

const coreRules = [
  ...Object.entries(coreRooms).map(([room, others]) => ({
    name: `core-${room}`,
    comment: `electron/core/${room} imports itself, core's basics${others.map((name) => `, ${name}`).join('')}.`,
    severity: 'error',
    from: { path: inCore([room]) },
    to: { path: '^electron/core/', pathNot: inCore([room, ...others, ...coreBasics]) },
  })),
  {
    name: 'core-basics',
    severity: 'error',
    from: { path: inCore(coreBasics) },
    to: { path: '^electron/core/', pathNot: inCore(coreBasics) },
  },
  {
    name: 'core-room-without-a-rule',
    comment: 'Add the room to coreRooms, as low as it can be. app.ts and first-run.ts join the rooms.',
    severity: 'error',
    from: {
      path: '^electron/core/',
      pathNot: inCore([...Object.keys(coreRooms), ...coreBasics, 'app', 'first-run']),
    },
    to: { path: '' },
  },
]

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'shared-is-isomorphic',
      comment:
        'electron/shared runs in the window, in Node and in the preload script: zod, libphonenumber-js and itself only.',
      severity: 'error',
      from: { path: '^electron/shared/' },
      to: { pathNot: '^(electron/shared/|.*node_modules/(zod|libphonenumber-js)/)' },
    },
    {
      name: 'core-is-plain-node',
      comment: 'electron/core runs under tests, the command line and Electron alike.',
      severity: 'error',
      from: { path: '^electron/core/' },
      to: { path: `^(src|electron/(core-process|main|preload|cli))/|${electron}|${windowPackages}` },
    },
    {
      name: 'cli-is-plain-node',
      comment: 'The command line runs without Electron and without a window.',
      severity: 'error',
      from: { path: '^electron/cli/' },
      to: { path: `^(src|electron/(core-process|main|preload))/|${electron}|${windowPackages}` },
    },
    {
      name: 'core-process-is-plain-node',
      comment: 'It hosts core behind a port; Electron only starts it.',
      severity: 'error',
      from: { path: '^electron/core-process/' },
      to: { path: `^(src|electron/(main|preload|cli))/|${electron}|${windowPackages}` },
    },
    {
      name: 'main-asks-core-over-its-port',
      comment:
        'Core runs in a process of its own. Main has what both sides of the port need, its own keychain and log.',
      severity: 'error',
      from: { path: '^electron/main/' },
      to: {
        path: '^electron/(core|core-process)/',
        pathNot: [
          '^electron/core-process/(keychain-port|messages|port)\\.ts$',
          inCore([...coreBasics, 'redaction', 'secrets']),
          '^electron/core/storage/private-files\\.ts$',
        ],
      },
    },
    {
      name: 'main-uses-core-and-shared',
      comment: 'Window code reaches the main process over IPC only.',
      severity: 'error',
      from: { path: '^electron/main/' },
      to: { path: `^(src|electron/(preload|cli))/|${windowPackages}` },
    },
    {
      name: 'preload-uses-shared',
      comment: 'The preload script is sandboxed and self-contained.',
      severity: 'error',
      from: { path: '^electron/preload/' },
      to: { pathNot: '^(electron/(shared|preload)/|electron$|.*node_modules/(electron|zod)/)' },
    },
    {
      name: 'window-uses-shared',
      comment: 'The window is a browser page: it knows electron/shared, never core, main or Node.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: `^electron/(core|core-process|main|preload|cli)/|${electron}` },
    },
    {
      name: 'window-has-no-node',
      severity: 'error',
      from: { path: '^src/' },
      to: builtins,
    },
    {
      name: 'components-without-stores',
      comment: 'A component takes properties and emits events; views connect it to stores.',
      severity: 'error',
      from: { path: '^src/components/' },
      to: { path: '^src/(stores|views|api)/|^src/router' },
    },
    {
      name: 'api-is-the-bottom-of-the-window',
      severity: 'error',
      from: { path: '^src/api/' },
      to: { path: '^src/(components|views|stores)/' },
    },
    {
      name: 'stores-without-views',
      severity: 'error',
      from: { path: '^src/stores/' },
      to: { path: '^src/(components|views)/' },
    },
    {
      name: 'providers-ignore-each-other',
      severity: 'error',
      from: { path: '^electron/core/providers/([^/]+)\\.provider\\.ts$' },
      to: { path: '^electron/core/providers/[^/]+\\.provider\\.ts$' },
    },
    {
      name: 'campaigns-name-no-provider',
      comment: 'Abilities are data: the registry gives a provider by id.',
      severity: 'error',
      from: { path: '^electron/core/', pathNot: '^electron/core/providers/registry\\.ts$' },
      to: { path: '^electron/core/providers/[^/]+\\.provider\\.ts$' },
    },
    ...coreRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(raw|url)$' },
    },
    {
      name: 'product-without-tests',
      severity: 'error',
      from: { path: '^(electron|src)/' },
      to: { path: '^(test|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.vue', '.js', '.mjs', '.cjs', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
    builtInModules: { add: ['electron'] },
  },
}
