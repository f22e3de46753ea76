/**
 * A fresh computer on which the examples of documents and helps are typed into a shell: `griot` and `npx` on its path, the
 * files that they name, a strict fake gateway, and no keys but those of the environment.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { secretVariable } from '@shared/domain/account'
import { cliProgram } from './cli'
import { makeDue } from './due-now'
import { startFakeGateway, type FakeGateway } from './gateways/start'

type Environment = Readonly<Record<string, string>>

interface Typed {
  readonly child: ChildProcessWithoutNullStreams
  /** stdout and stderr so far. */
  readonly output: () => string
  /** The exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>
}

export interface ExampleComputer {
  /** Where lines are typed; the data folder is `data` in it. */
  readonly folder: string
  readonly gateway: FakeGateway
  /** The keys of the accounts, as environment variables. */
  readonly secrets: (...accounts: readonly string[]) => Environment
  /** Adds an account at the fake gateway; its keys come from the environment. */
  readonly addAccount: (account: string) => Promise<void>
  /** Types a line and does not wait. */
  type(line: string, environment?: Environment): Typed
  readonly run: (
    line: string,
    environment?: Environment,
  ) => Promise<{ readonly code: number | null; readonly output: string }>
  /** What a shop has after some weeks: contacts, a backup, campaign 12 (paused, with messages in every state), 13 (scheduled), 14 (on dates) and 15 (paused by its list). */
  settleIn(): Promise<void>
  /** Puts the files and the data back as they were after settling in. */
  restart(): void
  close(): Promise<void>
}

/** Every file that the examples of a help name. */
const namedFiles: Readonly<Record<string, string>> = {
  'customers.csv':
    'Name;Phone;Balance;Class;Due\nAwa;677123456;2500;A;2030-01-05\nBob;699001122;0;B;2030-01-06\nEve;12;0;A;2030-01-07\n',
  'clients.csv':
    'Nom;Téléphone;Solde;Classe;Échéance\nAwa;677123456;2500;CM1;2030-01-05\nBob;699001122;0;CM2;2030-01-06\nÈve;12;0;CM1;2030-01-07\n',
  'stop.csv': 'Phone\n677123456\n',
  'reminder.txt': 'Reminder {{ Name }}\n',
  'phrase.txt': 'quatre mots sans rapport\n',
  'keys.txt': 'apiKey=shop\npassword=secret\n',
  'cles.txt': 'apiKey=shop\npassword=secret\n',
  'rappel.txt': 'Rappel {{ Nom }}\n',
}

export const settledAccounts = ['shop', 'boutique', 'old', 'ancien'] as const

/** @param files texts by name, in the folder where lines are typed */
export async function startExampleComputer(
  files: Readonly<Record<string, string>> = namedFiles,
): Promise<ExampleComputer> {
  const root = mkdtempSync(join(tmpdir(), 'griot-examples-'))
  const [folder, kept, programs] = [join(root, 'home'), join(root, 'kept'), join(root, 'bin')]
  const gateway = await startFakeGateway('kingsmspro')
  const program = (name: string, line: string): void => {
    writeFileSync(join(programs, name), `#!/bin/sh\n${line}\n`)
    chmodSync(join(programs, name), 0o755)
  }
  mkdirSync(folder)
  // a stick that is plugged in
  mkdirSync(join(folder, 'usb'))
  mkdirSync(programs)
  program('griot', `exec '${process.execPath}' '${cliProgram}' "$@"`)
  program('npx', 'exec "$@"')
  program('mail', `cat > '${join(folder, 'mail')}'`)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)

  const computer: ExampleComputer = {
    folder,
    gateway,
    secrets: (...accounts) =>
      Object.fromEntries(
        accounts.flatMap((account) =>
          Object.entries(gateway.credentials).map(([field, value]) => [secretVariable(account, field), value]),
        ),
      ),
    async addAccount(account) {
      const options = `--gateway kingsmspro --base-url ${gateway.url} --sender SHOP --country CM --no-keychain`
      const { code, output } = await computer.run(`griot account add ${account} ${options}`)
      if (code !== 0) throw new Error(output)
    },
    type(line, environment = {}) {
      const child = spawn('sh', ['-c', line], {
        cwd: folder,
        env: {
          PATH: `${programs}:${process.env.PATH ?? ''}`,
          HOME: folder,
          LANG: 'en_US.UTF-8',
          GRIOT_DATA_DIR: join(folder, 'data'),
          ...environment,
        },
      })
      child.stdin.end()
      let output = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += String(bytes)))
      return { child, output: () => output, ended: new Promise((resolve) => child.on('close', resolve)) }
    },
    async run(line, environment) {
      const { ended, output } = computer.type(line, environment)
      const code = await ended
      return { code, output: output() }
    },
    async settleIn() {
      await settleIn(computer)
      cpSync(folder, kept, { recursive: true })
    },
    restart() {
      rmSync(folder, { recursive: true, force: true })
      cpSync(kept, folder, { recursive: true })
    },
    async close() {
      await gateway.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
  return computer
}

async function settleIn({ folder, gateway, secrets, addAccount, run }: ExampleComputer): Promise<void> {
  for (const account of settledAccounts) await addAccount(account)
  const expectCode = async (line: string, expected: number): Promise<void> => {
    const { code, output } = await run(line, secrets(...settledAccounts))
    if (code !== expected) throw new Error(`${line}: ${code}\n${output}`)
  }
  await expectCode('griot import customers.csv --group Customers --country CM', 0)
  await expectCode('griot import clients.csv --group Clients --country CM', 0)
  await expectCode('griot optout add 655443322 --country CM', 0)
  await expectCode('griot copies set usb', 0)
  const database = new Database(join(folder, 'data', 'griot.sqlite'))
  database.prepare('INSERT INTO campaign_key (id) VALUES (11)').run()
  database.prepare('DELETE FROM campaign_key').run()
  database.close()
  // accepted, refused, lost on the way, and then there is no credit left
  gateway.refused.add('237670000001')
  gateway.balance = 2
  gateway.misbehave(
    { kind: 'reset', at: 'body', accept: true },
    { matching: ({ body, query }) => `${body}${query}`.includes('670000002') },
  )
  const numbers = [0, 1, 2, 3].map((last) => `67000000${last}`).join(' ')
  await expectCode(`griot send --account shop --template Bonjour --to ${numbers} --concurrency 1 --yes`, 5)
  gateway.balance = 1000
  const nextYear = new Date().getFullYear() + 1
  await expectCode(`griot send --account shop --template Bonsoir --to 670000009 --at ${nextYear}-01-05T09:00 --yes`, 0)
  // to each person on a date of their own; the list of the second one was gone when its time came
  writeFileSync(join(folder, 'list.csv'), namedFiles['customers.csv'] ?? '')
  const dated = '--template Rappel --on Due --before 3 --country CM --yes'
  await expectCode(`griot send --account shop --csv customers.csv ${dated}`, 0)
  await expectCode(`griot send --account shop --csv list.csv ${dated}`, 0)
  renameSync(join(folder, 'list.csv'), join(folder, 'gone.csv'))
  makeDue({ dataDir: join(folder, 'data') }, 15)
  await run('griot run --once', secrets(...settledAccounts))
  renameSync(join(folder, 'gone.csv'), join(folder, 'list.csv'))
  await expectCode('griot backup griot-backup.sqlite', 0)
  await expectCode('griot backup griot-sauvegarde.sqlite', 0)
}
