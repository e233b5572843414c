import db from '@adonisjs/lucid/services/db'
import type { Check } from './check.js'

type Elector = {
  member_id: string
  member_number: number
  category_code: string
  college_code: string
}

/** What a proxy was worth at an instant: accepted by then, and not yet taken back. */
const STOOD = `p.answered_at <= b.cast_at AND (p.revoked_at IS NULL OR p.revoked_at >= b.cast_at)`

export const checks: Check[] = [
  {
    name: 'governance.electorate_root',
    sentence: 'The list of voters of every meeting is the one whose hash was published (C23).',
    async run() {
      const frozen = await db.from('assemblies').whereNotNull('electorate_root')
      for (const { id, electorate_root: published } of frozen) {
        const found = await rootOf(id)
        if (!found.equals(published)) return `meeting ${id}: another list of voters`
      }
      return null
    },
  },
  {
    name: 'governance.results_are_the_ballots',
    sentence: 'Every result counts exactly the ballots of its vote.',
    sql: `SELECT r.id FROM resolutions r
            LEFT JOIN LATERAL (
              SELECT count(*) FILTER (WHERE choice = 'yes') AS yes, count(*) FILTER (WHERE choice = 'no') AS no,
                     count(*) FILTER (WHERE choice = 'abstain') AS abstain,
                     count(*) FILTER (WHERE choice = 'blank') AS blank
                FROM ballots b WHERE b.resolution_id = r.id) b ON true
           WHERE r.state = 'closed' AND r.result->>'kind' = 'decision'
             AND (r.result->'counts') - 'electors'::text IS DISTINCT FROM
                 jsonb_build_object('yes', b.yes, 'no', b.no, 'abstain', b.abstain, 'blank', b.blank)`,
  },
  {
    name: 'governance.ballots_have_their_right',
    sentence:
      'Every ballot is its elector’s, or of a proxy from them, cast while its vote was open.',
    sql: `SELECT b.id FROM ballots b JOIN resolutions r ON r.id = b.resolution_id
            LEFT JOIN proxies p ON p.id = b.proxy_id
           WHERE b.cast_at < r.opened_at OR b.cast_at > r.closed_at
              OR (b.elector_member_id <> b.cast_by_member_id AND (p.id IS NULL
                   OR p.from_member_id <> b.elector_member_id OR NOT (${STOOD})
                   OR coalesce(p.to_member_id, b.cast_by_member_id) <> b.cast_by_member_id))`,
  },
  {
    name: 'governance.proxies_within_statutes',
    sentence:
      'Nobody carries more proxies than the statutes allow, or gives their own as well (C24).',
    sql: `SELECT p.assembly_id, p.to_member_id, count(*) AS carried
            FROM proxies p JOIN assemblies a ON a.id = p.assembly_id
            JOIN statute_profiles s ON s.id = a.statute_profile_id
           WHERE p.state = 'accepted' AND p.to_member_id IS NOT NULL
           GROUP BY p.assembly_id, p.to_member_id, s.settings
          HAVING count(*) > (s.settings->'proxies'->>'max')::int OR EXISTS (
                 SELECT 1 FROM proxies own WHERE own.assembly_id = p.assembly_id
                  AND own.from_member_id = p.to_member_id AND own.state IN ('given', 'accepted'))`,
  },
  {
    name: 'governance.adopted_with_quorum',
    sentence: 'Nothing is adopted without its quorum (C20).',
    sql: `SELECT id FROM resolutions WHERE outcome = 'adopted'
             AND (result->'quorum'->>'reached')::boolean IS NOT TRUE`,
  },
  {
    name: 'governance.first_call_ended',
    sentence: 'A first call is over once a second one is made.',
    sql: `SELECT a.id FROM assemblies a JOIN assemblies f ON f.id = a.first_call_id
           WHERE f.state NOT IN ('closed', 'signed')`,
  },
  {
    name: 'governance.effects_follow',
    sentence:
      'What a resolution changes is in force only where adopted; otherwise the reason is told.',
    sql: `SELECT id FROM resolutions WHERE state = 'closed' AND effect_type IS NOT NULL
             AND ((outcome = 'adopted') <> (effected_at IS NOT NULL OR effect_failure IS NOT NULL))`,
  },
]

/** The root again, from the rows as they are now. */
async function rootOf(assemblyId: string): Promise<Buffer> {
  const { electorLeaf, electorateRoot } =
    await import('#services/governance/electorate/freeze_electorate')
  const electors: Elector[] = await db
    .from('electors')
    .where('assembly_id', assemblyId)
    .orderBy('member_number')
  return electorateRoot(
    electors.map((one) =>
      electorLeaf(assemblyId, {
        id: one.member_id,
        number: one.member_number,
        categoryCode: one.category_code,
        collegeCode: one.college_code,
      })
    )
  )
}
