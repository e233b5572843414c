import db from '@adonisjs/lucid/services/db'
import { effectOf } from '#services/governance/effects/effect_registry'
import type Resolution from '#models/governance/resolution'

type EffectType = NonNullable<Resolution['effectType']>
export type Linkable = {
  type: EffectType
  id: string
  /** A title or a name; the day of the accounts for a surplus. */
  label: string
  /** Of a mandate. */
  bodyCode?: string | null
}

/** What waits for a vote: drafts of statutes, of policies, of a surplus, exclusions heard, running mandates. */
export async function linkableChanges(): Promise<Linkable[]> {
  const { rows } = await db.rawQuery(
    `SELECT 'statutes' AS type, id::text, label, NULL AS "bodyCode" FROM statute_profiles WHERE state = 'draft'
     UNION ALL
     SELECT 'surplus', s.id::text, to_char(y.closed_on, 'YYYY-MM-DD'), NULL
       FROM surplus_allocations s JOIN annual_accounts y ON y.id = s.annual_accounts_id
      WHERE s.state = 'draft'
     UNION ALL
     SELECT 'exclusion', e.id::text, m.display_name, NULL
       FROM exclusions e JOIN members m ON m.id = e.member_id WHERE e.state = 'heard'
     UNION ALL
     SELECT 'mandate', d.id::text, m.display_name, d.body_code
       FROM mandates d JOIN members m ON m.id = d.member_id WHERE d.ended_on IS NULL
     ORDER BY 1, 3`
  )
  const drafts = (await effectOf('royalties_policy')?.drafts?.()) ?? []
  return [...rows, ...drafts.map((draft) => ({ type: 'royalties_policy' as const, ...draft }))]
}
