import { setTimeout as wait } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import royaltiesConfig from '#config/royalties'
import Period from '#models/royalties/period'
import type { PeriodSummary } from '#database/column_types'
import { QueueManager } from '#jobs/queue'
import { jobs } from '#jobs/registry'
import type { Actor } from '#services/identity/record_audit_event'
import { enqueueClose } from '#services/royalties/close/enqueue_close'
import { summaryOf } from '#services/royalties/close/close_period'
import { closeProgress } from '#services/royalties/queries/close_progress'
import { RoyaltiesError } from '#services/royalties/errors'
import type { CloseKey } from '#services/royalties/close/steps'
import type { Clock } from '#values/clock'

type Say = (line: string) => void

/**
 * Closes a month on the queue and waits for it. When no worker answers, this process works too.
 *
 * @param say gets a line whenever a step has gone on
 * @throws what `startClosing` throws, RoyaltiesError `close_failed` with what stopped it
 */
export async function followClose(
  input: { period: string; actor: Actor; clock: Clock },
  say: Say
): Promise<PeriodSummary> {
  const key = await enqueueClose(input)
  let seen = ''
  let silentSince = performance.now()
  let working = false
  for (;;) {
    const row = await Period.findOrFail(key.period)
    const told = await tell(key, seen, say)
    if (told !== seen) silentSince = performance.now()
    seen = told
    if (row.isClosed) return summaryOf(key)
    if (isStopped(told) && performance.now() - silentSince > royaltiesConfig.giveUpAfterMs) {
      throw new RoyaltiesError('close_failed', row.failure ?? `The close of ${key.period} stopped`)
    }
    if (!working && performance.now() - silentSince > royaltiesConfig.workerSilenceMs) {
      const queue = await app.container.make(QueueManager)
      await queue.startWorker(jobs, royaltiesConfig.commandConcurrency)
      say('no worker has answered: this command does the work')
      working = true
    }
    await wait(royaltiesConfig.pollEveryMs)
  }
}

function isStopped(told: string): boolean {
  return told.includes(' failed ')
}

async function tell(key: CloseKey, seen: string, say: Say): Promise<string> {
  const steps = await closeProgress(key)
  const lines = steps.map((s) => `${s.step} ${s.state} ${s.partsDone}/${s.partsTotal}`)
  const known = seen.split('\n')
  for (const [index, line] of lines.entries()) {
    if (line !== known[index] && !line.includes(' waiting ')) say(line)
  }
  return lines.join('\n')
}
