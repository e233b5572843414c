import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import db from '@adonisjs/lucid/services/db'

const WORKER = fileURLToPath(new URL('./close_worker.ts', import.meta.url))
const PATIENCE_MS = 60_000

/** Starts a worker in its own process; with a place it kills itself there. */
export function startWorker(crashAt: string | null, redisUrl?: string): ChildProcess {
  return fork(WORKER, {
    execArgv: ['--import=@poppinss/ts-exec'],
    env: {
      ...process.env,
      NODE_ENV: 'test',
      PEERFY_CRASH_AT: crashAt ?? '',
      REDIS_URL: redisUrl ?? '',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** How a worker ended: the signal that killed it. */
export async function endOf(worker: ChildProcess): Promise<string | null> {
  if (worker.exitCode !== null || worker.signalCode !== null) return worker.signalCode
  const [, signal] = await once(worker, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) })
  return signal
}

export async function stopWorkers(workers: ChildProcess[]): Promise<void> {
  for (const worker of workers) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue
    worker.kill('SIGKILL')
    await endOf(worker)
  }
}

/** Waits until a month has reached a state. */
export async function reach(period: string, state: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const row = await db.from('periods').where('period', period).first()
    if (row.state === state) return
    if (Date.now() > until) throw new Error(`${period} is still ${row.state}: ${row.failure}`)
    await wait(50)
  }
}

/** Everything that a close may leave twice: counts per table, and what the files hash to. */
export async function traces(period: string) {
  const count = async (table: string) => {
    const [{ total }] = await db.from(table).where('period', period).count('* as total')
    return Number(total)
  }
  const tables = ['period_steps', 'period_ranges', 'payee_lines', 'payee_balances', 'payouts']
  const [row] = await db.from('periods').where('period', period)
  const [entries] = await db.from('journal_entries').where('journal', 'RD').count('* as total')
  const files = await db.from('period_files').where('period', period).orderBy(['kind', 'name'])
  const statements = await db
    .from('statements')
    .where('period', period)
    .orderBy(['kind', 'subject_id'])
    .select('kind', 'subject_id', 'sha256')
  return {
    state: row.state,
    revision: row.revision,
    summary: row.summary,
    counts: Object.fromEntries(
      await Promise.all(tables.map(async (table) => [table, await count(table)] as const))
    ),
    entries: Number(entries.total),
    files: files.map((file) => `${file.kind}/${file.name} ${comparableHash(file)}`),
    statements: statements.map((s) => `${s.kind} ${s.subject_id} ${s.sha256.toString('hex')}`),
  }
}

/** The tree is made of random salts and the report names the commit: both may differ. */
function comparableHash({ kind, sha256 }: { kind: string; sha256: string }): string {
  return ['input', 'output', 'labels'].includes(kind) ? sha256 : ''
}
