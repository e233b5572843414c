import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import type Resolution from '#models/governance/resolution'
import { GovernanceError } from '#services/governance/errors'

/** What decides on a ballot, as it stood when the ballot came. */
export type BallotFacts = {
  assemblyId: string
  state: Resolution['state']
  type: Resolution['type']
  seats: number | null
  presence: 'room' | 'remote' | 'both'
  /** The meeting is open. */
  meets: boolean
  /** The window of votes from afar runs (C23). */
  fromAfar: boolean
  /** This right has voted already. */
  voted: boolean
  /** C12: the right ended since the electorate was frozen. */
  ended: boolean
  /** The vote's time is over, though nobody has counted it yet. */
  over: boolean
  /** Whoever votes is in the room. */
  here: boolean
}

type Asked = { resolutionId: string; electorMemberId: string; castByMemberId: string }

/** All of it in one query: in a meeting everybody asks within the same minute. */
export async function ballotFacts(
  trx: TransactionClientContract,
  asked: Asked,
  at: DateTime
): Promise<BallotFacts> {
  const { rows } = await trx.rawQuery(
    `SELECT r.assembly_id AS "assemblyId", r.state, r.type, r.seats, a.presence,
            a.state = 'open' AS meets,
            coalesce(a.state = 'noticed' AND :at >= a.remote_from AND :at < a.remote_until, false)
              AS "fromAfar",
            coalesce(:at >= r.closes_at, false) AS over,
            EXISTS (SELECT 1 FROM ballots b WHERE b.resolution_id = r.id
                     AND b.elector_member_id = :elector) AS voted,
            EXISTS (SELECT 1 FROM exits x JOIN members m ON m.id = x.member_id
                     WHERE x.member_id = :elector AND x.kind <> 'reduction'
                       AND x.state <> 'cancelled' AND x.effective_on <= :day
                       AND x.effective_on > m.admitted_on) AS ended,
            EXISTS (SELECT 1 FROM attendances t WHERE t.assembly_id = a.id AND t.mode = 'room'
                     AND t.member_id = :by AND t.left_at IS NULL) AS here
       FROM resolutions r JOIN assemblies a ON a.id = r.assembly_id WHERE r.id = :resolution`,
    {
      resolution: asked.resolutionId,
      elector: asked.electorMemberId,
      by: asked.castByMemberId,
      at: at.toISO()!,
      day: at.toISODate()!,
    }
  )
  if (rows.length === 0) throw new GovernanceError('unknown_resolution')
  return rows[0]
}
