import db from '@adonisjs/lucid/services/db'
import type { Check } from './check.js'

/** What a proxy was worth at an instant: accepted by then, and not yet taken back. */
const STOOD = `p.answered_at <= b.cast_at AND (p.revoked_at IS NULL OR p.revoked_at >= b.cast_at)`

export const checks: Check[] = [
  {
    name: 'governance.electorate_root',
    sentence: 'The list of voters of every meeting is the one whose hash was published (C23).',
    async run() {
      const { recomputeRoot } = await import('#services/governance/electorate/recompute_root')
      const frozen = await db.from('assemblies').whereNotNull('electorate_root')
      for (const { id, electorate_root: published } of frozen) {
        const found = await recomputeRoot(id)
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
    name: 'governance.elections_are_the_ballots',
    sentence:
      'Every election counts exactly how often each candidate was named, and seats no more than its seats.',
    sql: `SELECT r.id FROM resolutions r
           WHERE r.state = 'closed' AND r.result->>'kind' = 'election' AND (
                 EXISTS (SELECT 1 FROM jsonb_to_recordset(r.result->'scores')
                           AS s ("candidateId" uuid, votes int)
                          WHERE s.votes <> (SELECT count(*) FROM ballots b
                                 WHERE b.resolution_id = r.id AND s."candidateId" = ANY (b.candidate_ids)))
              OR (SELECT count(*) FROM candidates c WHERE c.resolution_id = r.id)
                   <> jsonb_array_length(r.result->'scores')
              OR (SELECT count(*) FROM jsonb_to_recordset(r.result->'scores') AS s (elected boolean)
                   WHERE s.elected) > r.seats)`,
  },
  {
    name: 'governance.notices_have_their_proof',
    sentence:
      'Every message that left says when and by what it is proven, and belongs to a called meeting (C18).',
    sql: `SELECT n.id FROM notices n JOIN assemblies a ON a.id = n.assembly_id
           WHERE a.noticed_at IS NULL OR n.created_at < a.noticed_at
              OR (n.state <> 'queued' AND (n.sent_at IS NULL OR n.proof IS NULL))`,
  },
  {
    name: 'governance.everybody_was_called',
    sentence: 'Every elector of a meeting that called its members got a message (C18, C23).',
    sql: `SELECT e.assembly_id, e.member_id FROM electors e JOIN members m ON m.id = e.member_id
            JOIN assemblies a ON a.id = e.assembly_id
           WHERE EXISTS (SELECT 1 FROM notices n WHERE n.assembly_id = a.id)
             AND m.joined_on < (a.noticed_at AT TIME ZONE 'Europe/Paris')::date
             AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.assembly_id = a.id AND n.member_id = m.id)`,
  },
  {
    name: 'governance.minutes_without_gap',
    sentence:
      'The register of minutes of a body counts without gap, and each is signed by its bureau (C29).',
    sql: `SELECT body FROM minutes WHERE number IS NOT NULL GROUP BY body HAVING max(number) <> count(*)
           UNION ALL
          SELECT m.id::text FROM minutes m JOIN assemblies a ON a.id = m.assembly_id
           WHERE m.sealed_at IS NOT NULL AND (a.state <> 'signed' OR 2 > (
                 SELECT count(*) FROM minutes_signatures s WHERE s.minutes_id = m.id
                    AND s.document_sha256 = m.sha256 AND s.capacity IN ('chair', 'secretary')))`,
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
