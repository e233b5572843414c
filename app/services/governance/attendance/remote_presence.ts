import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import governanceConfig from '#config/governance'
import type { Clock } from '#values/clock'

/** After how long a page is silent, and after how long without a server it could not be heard. */
export const silenceRule = () => ({
  silence: governanceConfig.remoteSilenceMinutes,
  patience: governanceConfig.interruptionSeconds,
})

type Client = TransactionClientContract | typeof db

/** The pages of these members are open: whoever of them is there from afar still is. */
export async function renewPresence(
  assemblyId: string,
  memberIds: readonly string[],
  clock: Clock
): Promise<void> {
  if (memberIds.length === 0) return
  await db
    .from('attendances')
    .where({ assembly_id: assemblyId, mode: 'remote' })
    .whereNull('left_at')
    .whereIn('member_id', [...memberIds])
    .update({ last_seen_at: clock.now().toISO()! })
}

/**
 * Ends presence from afar whose page has been silent for too long, of one meeting or of all; the row
 * stays and says why. Only time counts in which a page could be heard: while no server was there
 * nobody left. Asked before every reading of a quorum that decides (C20), and every minute.
 */
export async function endSilentPresences(
  client: Client,
  clock: Clock,
  assemblyId: string | null = null
): Promise<{ ended: number }> {
  const now = clock.now()
  const since = now.minus({ minutes: governanceConfig.remoteSilenceMinutes })
  const silent = client
    .from('attendances')
    .where('mode', 'remote')
    .whereNull('left_at')
    .where('last_seen_at', '<', since.toISO()!)
    .whereRaw(
      `served_between(last_seen_at, CAST(:now AS timestamptz), make_interval(secs => :patience))
         > make_interval(mins => :silence)`,
      { now: now.toISO()!, ...silenceRule() }
    )
  if (assemblyId) silent.where('assembly_id', assemblyId)
  const ended = await silent.update({ left_at: now.toISO()!, ended_by: 'silence' })
  return { ended: Number(ended) }
}
