import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Assembly from '#models/governance/assembly'
import { lockedAssembly, settingsOf } from '#services/governance/locked_assembly'
import { addressees, type Addressee } from '#services/governance/notices/addressees'
import { lastPostponement } from '#services/governance/notices/last_postponement'
import { queueNotices } from '#services/governance/notices/queue_notices'
import type { Clock } from '#values/clock'

/**
 * C23: whoever became a member after everybody was called votes too, as long as the electorate is
 * not frozen: they get the same message, on the day they are found. Gives the meetings it concerns.
 */
export async function callNewcomers(clock: Clock): Promise<string[]> {
  const waiting = await Assembly.query()
    .where({ state: 'noticed' })
    .whereNull('electorateRoot')
    .where('startsAt', '>', clock.now().toJSDate())
    .select('id')
  const told: string[] = []
  for (const { id } of waiting) {
    const count = await db.transaction((trx) => callInto(trx, id, clock))
    if (count > 0) told.push(id)
  }
  return told
}

async function callInto(
  trx: TransactionClientContract,
  assemblyId: string,
  clock: Clock
): Promise<number> {
  const assembly = await lockedAssembly(trx, assemblyId)
  if (assembly.state !== 'noticed' || assembly.isFrozen) return 0
  const newcomers = await untold(trx, assembly, clock)
  if (newcomers.length === 0) return 0
  const round = await lastPostponement(trx, assemblyId)
  const kind = round > 0 ? 'postponement' : 'notice'
  return queueNotices(trx, assembly, kind, newcomers, clock, Math.max(round, 1))
}

/** Those with a vote today who were sent nothing yet. */
async function untold(
  trx: TransactionClientContract,
  assembly: Assembly,
  clock: Clock
): Promise<Addressee[]> {
  const people = await addressees(trx, assembly, settingsOf(assembly), clock)
  const rows = await trx
    .from('notices')
    .where('assembly_id', assembly.id)
    .whereIn('kind', ['notice', 'postponement'])
    .distinct('member_id')
  const told = new Set(rows.map((row) => row.member_id as string))
  return people.filter(({ memberId }) => !told.has(memberId))
}
