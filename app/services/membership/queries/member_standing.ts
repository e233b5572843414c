import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Exit from '#models/membership/exit'
import type Member from '#models/membership/member'
import MemberCategory from '#models/membership/member_category'
import { hasVotingRight } from '#services/membership/rules/voting_right'
import { collegeOf } from '#services/statutes/college_of'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { isoDay, type Day } from '#values/day'

/**
 * Under which category and in which college a member stands on a day, and whether they vote then
 * (C03, C12): one member, one vote, in one college, whatever qualities they have.
 */
export async function memberStanding(member: Member, day: Day, client?: TransactionClientContract) {
  const on = isoDay(day)
  const source = client ? { client } : {}
  const held = await MemberCategory.query(source)
    .where('memberId', member.id)
    .where('validFrom', '<=', on)
    .where((end) => end.whereNull('validTo').orWhere('validTo', '>', on))
  const exits = await Exit.query(source).where('memberId', member.id)
  const statutes = await statutesInForce(on, client)
  const codes = held.map(({ categoryCode }) => categoryCode)
  const place = statutes ? collegeOf(codes, statutes.settings) : null
  return {
    codes,
    category: place?.category ?? null,
    college: place?.college ?? null,
    mayVote: hasVotingRight(
      {
        ...(await membershipOn(member, on, client)),
        admittedOn: isoDay(member.admittedOn),
        exits: exits.map(({ kind, state, effectiveOn }) => ({
          kind,
          state,
          effectiveOn: isoDay(effectiveOn),
        })),
      },
      on
    ),
  }
}

/** The membership that runs on a day: who left and came back had none in between. */
async function membershipOn(member: Member, day: string, client?: TransactionClientContract) {
  const { rows } = await (client ?? db).rawQuery(
    `SELECT joined_on::text AS "joinedOn", left_on::text AS "leftOn" FROM membership_periods
      WHERE member_id = ? AND joined_on <= ? ORDER BY joined_on DESC, left_on DESC NULLS FIRST LIMIT 1`,
    [member.id, day]
  )
  return rows[0] ?? { joinedOn: null, leftOn: null }
}
