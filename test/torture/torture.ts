/**
 * `npm run torture -- [--kills 20] [--recipients 10000] [--seed N]`
 *
 * Kills Griot with SIGKILL while it sends, at random moments and at every named point of the sending path, restarts it,
 * resumes, until every campaign is finished; gateways with one message per request and with batches, 8 and 32 requests in
 * flight. A finished campaign at SMS Presto is then settled from its archive and resumed, three times, each time with an archive
 * that lies in other ways about texts, numbers, times, pages, order and entries. Prints a table and ends with 1 unless: accepted twice 0, lost 0, every recipient in exactly one state, and never
 * more doubtful ones than requests in flight × recipients per request at each kill.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { judge, logLength, readLog } from './judge.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
// of its own, so that two runs at once do not take it from each other; inside node_modules, where it finds its libraries
const bundle = join(root, `node_modules/.cache/griot-torture/${process.pid}`)
const sender = join(bundle, 'sender.mjs')
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    recipients: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
})
const kills = Number(values.kills)
const recipients = Number(values.recipients)

const scenes = [
  { gateway: 'kingsmspro', batch: 1, concurrency: 8 },
  { gateway: 'smspresto', batch: 50, concurrency: 8 },
  { gateway: 'lmtgroup', batch: 1, concurrency: 32 },
  { gateway: 'devcodesms', batch: 50, concurrency: 32 },
  { gateway: 'kingsmspro', batch: 1, concurrency: 32 },
  { gateway: 'devcodesms', batch: 50, concurrency: 8 },
] as const
/** Kills per campaign, so that even a short run meets several gateways. */
const killsPerCampaign = Math.max(3, Math.ceil(kills / (scenes.length * 3)))
/** Archives that lie, one after the other, for each campaign at a gateway with one. */
const archiveTurns = 3
/** Of two days ago: without something older than the campaign nothing is proven absent. */
const oldEntry = () => ({ phone: '+237677999999', text: 'Autre', at: Date.now() - 60 * 3_600_000 })
const points = [
  'before_claim',
  'after_claim',
  'request_written',
  'after_answer',
  'before_result',
  'after_result',
] as const

/** Park–Miller: the same seed kills at the same moments, as far as moments can repeat. */
function createRandom(seed: number): () => number {
  let state = seed % 2_147_483_647 || 1
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}
const random = createRandom(Number(values.seed))

interface Gateway {
  readonly url: string
  readonly credentials: Readonly<Record<string, string>>
  readonly log: string
  readonly process: ChildProcess
}

async function startGateway(id: string, log: string, latencyMs: number): Promise<Gateway> {
  writeFileSync(log, '')
  const child = spawn(
    process.execPath,
    [
      join(root, 'test/helpers/gateways/serve.mjs'),
      id,
      '--log',
      log,
      '--latency',
      String(latencyMs),
      '--balance',
      '100000000',
    ],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const [line] = await firstLines(child)
  return { ...(JSON.parse(line ?? '') as { url: string; credentials: Record<string, string> }), log, process: child }
}

async function firstLines(child: ChildProcess): Promise<string[]> {
  if (!child.stdout) return []
  for await (const line of createInterface({ input: child.stdout })) return [line]
  return []
}

function startSender(
  order: object,
  gateway: Gateway,
  id: string,
): {
  process: ChildProcess
  started: Promise<string[]>
  ended: Promise<{ code: number | null; signal: string | null }>
} {
  const secrets = Object.fromEntries(
    Object.entries(gateway.credentials).map(([field, value]) => [
      `GRIOT_SECRET_${id}_${field.replace(/([a-z])([A-Z])/g, '$1_$2')}`.toUpperCase(),
      value,
    ]),
  )
  const child = spawn(process.execPath, [sender, JSON.stringify(order)], {
    env: { ...process.env, ...secrets },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  )
  return { process: child, started: firstLines(child), ended }
}

interface Row {
  readonly scene: string
  kills: number
  campaigns: number
  twice: number
  lost: number
  unknown: number
  worstInFlight: number
  readonly allowedInFlight: number
  /** Readings of an archive that lies. */
  archives: number
  violations: string[]
}

await build({ configFile: join(root, 'test/torture/vite.config.ts'), logLevel: 'error', build: { outDir: bundle } })
const folder = mkdtempSync(join(tmpdir(), 'griot-torture-'))
const rows = new Map<string, Row>()
let killed = 0
let turn = 0
const startedAt = performance.now()

try {
  while (killed < kills) {
    const scene = scenes[turn % scenes.length]
    if (!scene) break
    turn += 1
    await torture(scene, join(folder, String(turn)))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
  rmSync(bundle, { recursive: true, force: true })
}

console.table(Object.fromEntries([...rows.values()].map(({ scene, violations: _violations, ...row }) => [scene, row])))
const violations = [...rows.values()].flatMap((row) => row.violations)
for (const violation of violations) console.error(violation)
console.log(
  `${killed} kills in ${Math.round((performance.now() - startedAt) / 1000)} s, seed ${values.seed}: ${violations.length === 0 ? 'nobody twice, nobody forgotten' : `${violations.length} violations`}`,
)
process.exitCode = violations.length === 0 ? 0 : 1

/** One campaign, killed again and again until it is finished. */
async function torture({ gateway: id, batch, concurrency }: (typeof scenes)[number], dataDir: string): Promise<void> {
  const name = `${id} × ${concurrency}`
  const row: Row = rows.get(name) ?? {
    scene: name,
    kills: 0,
    campaigns: 0,
    twice: 0,
    lost: 0,
    unknown: 0,
    worstInFlight: 0,
    allowedInFlight: concurrency * batch,
    archives: 0,
    violations: [],
  }
  rows.set(name, row)
  const gateway = await startGateway(id, `${dataDir}.jsonl`, 8)
  try {
    const planning = startSender(
      { do: 'plan', dataDir, gateway: id, baseUrl: gateway.url, concurrency, recipients },
      gateway,
      id,
    )
    const { campaign } = JSON.parse((await planning.started)[0] ?? '') as { campaign: number }
    await planning.ended
    row.campaigns += 1
    let settled = 0
    let killsHere = 0
    for (;;) {
      const mayKill = killed < kills && killsHere < killsPerCampaign
      const atPoint = killed % 2 === 0
      const point = points[Math.floor(random() * points.length)] ?? 'after_claim'
      const crash = atPoint && mayKill ? { point, hit: 1 + Math.floor(random() * 40) } : null
      const sending = startSender({ do: 'send', dataDir, campaign, crash }, gateway, id)
      let timer: NodeJS.Timeout | undefined
      if (crash === null && mayKill) {
        await sending.started
        timer = setTimeout(() => sending.process.kill('SIGKILL'), 5 + random() * 700)
      }
      const { code, signal } = await sending.ended
      clearTimeout(timer)
      const verdict = judge(join(dataDir, 'griot.sqlite'), campaign, readLog(gateway.log, 0), recipients)
      const where = `${name}, ${crash ? `${crash.point} #${crash.hit}` : 'random moment'}`
      if (signal === 'SIGKILL') {
        killed += 1
        killsHere += 1
        row.kills += 1
        row.worstInFlight = Math.max(row.worstInFlight, verdict.sending)
        if (verdict.sending > concurrency * batch) row.violations.push(`${where}: ${verdict.sending} in flight`)
        settled += verdict.sending
      } else if (code !== 0) row.violations.push(`${where}: the sender ended with ${String(code)}`)
      if (verdict.twice > 0) row.violations.push(`${where}: ${verdict.twice} accepted twice or about to be`)
      if (verdict.lost > 0) row.violations.push(`${where}: ${verdict.lost} lost`)
      row.twice += verdict.twice
      row.lost += verdict.lost
      if (signal === 'SIGKILL') continue
      if (verdict.pending + verdict.sending > 0)
        row.violations.push(`${where}: ended with ${verdict.pending} pending and ${verdict.sending} sending`)
      if (verdict.unknown > settled)
        row.violations.push(`${where}: ${verdict.unknown} unknown, ${settled} were in flight at the kills`)
      if (verdict.accepted + verdict.unknown !== recipients)
        row.violations.push(`${where}: ${verdict.accepted} + ${verdict.unknown} ≠ ${recipients}`)
      row.unknown += verdict.unknown
      for (let turn = 1; turn <= archiveTurns && id === 'smspresto'; turn += 1) {
        const seed = Math.floor(random() * 1_000_000)
        gateway.process.stdin?.write(`${JSON.stringify({ remember: oldEntry(), lies: seed })}\n`)
        const settling = startSender({ do: 'settle', dataDir, campaign, laterMs: turn * 16 * 60_000 }, gateway, id)
        const { code: ended } = await settling.ended
        const after = judge(join(dataDir, 'griot.sqlite'), campaign, readLog(gateway.log, 0), recipients)
        const there = `${name}, archive ${seed}`
        row.archives += 1
        if (ended !== 0) row.violations.push(`${there}: settling ended with ${String(ended)}`)
        if (after.twice > 0) row.violations.push(`${there}: ${after.twice} accepted twice or about to be`)
        if (after.lost > 0) row.violations.push(`${there}: ${after.lost} lost`)
        row.twice += after.twice
        row.lost += after.lost
      }
      if (logLength(gateway.log) > recipients)
        row.violations.push(`${where}: the gateway accepted ${logLength(gateway.log)}`)
      return
    }
  } finally {
    gateway.process.kill('SIGTERM')
  }
}
