import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { collegeOf } from '#services/statutes/college_of'
import type { StatuteSettings } from '#services/statutes/statute_settings'

export type MemberWithVote = {
  id: string
  number: number
  displayName: string
  categoryCode: string
  /** Empty where the statutes know no colleges. */
  collegeCode: string
}

/** Whose meeting it is: all members', or that of the members of one body of the statutes. */
export type Electorate = { body: 'assembly' | 'board'; bodyCode: string | null }

/** An assembly's. */
export const MEMBERS: Electorate = { body: 'assembly', bodyCode: null }

/**
 * Who has a vote on a day: active members whose exit has not taken effect (C12), each in one
 * college by the declared order (C03); for a board, those whose mandate in this very
 * body runs. By number; `only` asks of one member.
 */
export async function membersWithVote(
  trx: TransactionClientContract,
  settings: StatuteSettings,
  at: DateTime,
  { body, bodyCode }: Electorate,
  only: string | null = null
): Promise<MemberWithVote[]> {
  const { rows } = await trx.rawQuery(
    `SELECT m.id, m.number, m.display_name, array_agg(c.category_code) AS codes
       FROM members m JOIN member_categories c ON c.member_id = m.id AND c.valid_from <= :day
            AND (c.valid_to IS NULL OR c.valid_to > :day)
      WHERE ${only ? 'm.id = :only AND' : ''} m.state = 'active' AND m.member_since <= :day
        AND NOT EXISTS (SELECT 1 FROM exits e WHERE e.member_id = m.id AND e.kind <> 'reduction'
                         AND e.state <> 'cancelled' AND e.effective_on <= :day
                         AND NOT (e.effective_on <= m.admitted_on AND m.admitted_on <= :day))
        AND (:body = 'assembly' OR EXISTS (
          SELECT 1 FROM mandates d WHERE d.member_id = m.id AND d.body_code = :code AND d.starts_on <= :day
             AND d.ended_on IS NULL AND d.ends_on >= :day))
      GROUP BY m.id ORDER BY m.number`,
    { day: at.toISODate()!, body, code: bodyCode ?? '', only: only ?? '' }
  )
  return rows.flatMap(
    (row: { id: string; number: number; display_name: string; codes: string[] }) => {
      const place = collegeOf(row.codes, settings)
      if (!place) return []
      return [
        {
          id: row.id,
          number: row.number,
          displayName: row.display_name,
          categoryCode: place.category.code,
          collegeCode: body === 'assembly' ? (place.college?.code ?? '') : '',
        },
      ]
    }
  )
}
