import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import env from '#start/env'
import { QueueManager } from '#jobs/queue'

const CHECK_TIMEOUT_MS = 3_000

type Check = 'database' | 'queue' | 'chain' | 'tracker'
export type Health = { status: 'ok' | 'failing'; checks: Record<Check, string> }

async function checkChain() {
  const answer = await fetch(env.get('CHAIN_RPC_URL'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
    signal: AbortSignal.timeout(CHECK_TIMEOUT_MS),
  })
  const { result } = (await answer.json()) as { result?: string }
  if (Number(result) !== env.get('CHAIN_ID')) {
    throw new Error(`chain ${Number(result)} answers instead of chain ${env.get('CHAIN_ID')}`)
  }
}

async function checkQueue() {
  const queue = await app.container.make(QueueManager)
  await queue.ping()
}

async function checkTracker() {
  const { assertTrackerHealthy } = await import('#services/tracker/ask_tracker')
  await assertTrackerHealthy()
}

const CHECKS: Record<Check, () => Promise<unknown>> = {
  database: () => db.rawQuery('SELECT 1'),
  queue: checkQueue,
  chain: checkChain,
  tracker: checkTracker,
}

async function runCheck(check: () => Promise<unknown>) {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), CHECK_TIMEOUT_MS)
  })
  try {
    await Promise.race([check(), tooLong])
    return 'ok'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    clearTimeout(timer)
  }
}

/** Asks the database, the queue, the chain and the tracker; names what does not answer. */
export async function checkHealth(): Promise<Health> {
  const names = Object.keys(CHECKS) as Check[]
  const answers = await Promise.all(names.map((name) => runCheck(CHECKS[name])))
  const checks = Object.fromEntries(names.map((name, i) => [name, answers[i]]))
  const status = answers.every((answer) => answer === 'ok') ? 'ok' : 'failing'
  return { status, checks: checks as Record<Check, string> }
}
