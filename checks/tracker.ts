import { lucidDatabase } from '#services/tracker/lucid_database'
import { verifyUsageChain } from '#services/tracker/verify_usage_chain'
import type { Check } from './check.js'

export const checks: Check[] = [
  {
    name: 'tracker.usage_chain',
    sentence: 'Every day’s units of use form an unbroken chain: none edited, removed or inserted.',
    guardsClose: true,
    async run({ period }) {
      const days = await lucidDatabase.use(async (client) => {
        const { rows } = await client.query(
          `SELECT day::text FROM usage_days
            WHERE $1::text IS NULL OR day IN (SELECT day FROM usage_units WHERE period = $1)
               OR to_char(day, 'YYYY-MM') = $1
            ORDER BY day`,
          [period]
        )
        return rows.map((row) => row.day as string)
      })
      for (const day of days) {
        const verdict = await verifyUsageChain(lucidDatabase, { day })
        if (!verdict.holds) return `${day}: ${verdict.problem}`
      }
      return null
    },
  },
  {
    name: 'tracker.totals',
    sentence: 'The totals of a month are the sum of its units of use.',
    guardsClose: true,
    sql: `SELECT coalesce(t.period, u.period) AS period, coalesce(t.subscriber_id, u.subscriber_id) AS subscriber_id,
                 coalesce(t.work_id, u.work_id) AS work_id
            FROM (SELECT * FROM usage_totals WHERE :period::text IS NULL OR period = :period) t
            FULL JOIN (SELECT period, subscriber_id, work_id,
                              coalesce(sum(units) FILTER (WHERE kind = 'download'), 0) AS downloads,
                              coalesce(sum(units) FILTER (WHERE kind = 'listening'), 0) AS listenings,
                              coalesce(sum(units) FILTER (WHERE evidence = 'server'), 0) AS server,
                              coalesce(sum(units) FILTER (WHERE evidence = 'player'), 0) AS player,
                              coalesce(sum(units) FILTER (WHERE evidence = 'announce'), 0) AS announce
                         FROM usage_units WHERE :period::text IS NULL OR period = :period
                        GROUP BY period, subscriber_id, work_id) u
              ON (t.period, t.subscriber_id, t.work_id) = (u.period, u.subscriber_id, u.work_id)
           WHERE (t.download_units, t.listening_units, t.server_units, t.player_units, t.announce_units)
                 IS DISTINCT FROM (u.downloads, u.listenings, u.server, u.player, u.announce)`,
  },
  {
    name: 'tracker.units_of_someone',
    sentence: 'Every unit of use belongs to an existing subscriber and an existing work.',
    guardsClose: true,
    sql: `SELECT DISTINCT u.period, u.subscriber_id, u.work_id FROM usage_units u
            LEFT JOIN subscribers s ON s.id = u.subscriber_id
            LEFT JOIN works w ON w.id = u.work_id
           WHERE (:period::text IS NULL OR u.period = :period) AND (s.id IS NULL OR w.id IS NULL)`,
  },
  {
    name: 'tracker.one_download_each',
    sentence:
      'A subscriber’s download of a work is counted once, for life, and always has its completion.',
    sql: `SELECT u.subscriber_id, u.work_id, sum(u.units) AS units FROM usage_units u
            LEFT JOIN completions c ON (c.subscriber_id, c.work_id) = (u.subscriber_id, u.work_id)
           WHERE u.kind = 'download'
           GROUP BY u.subscriber_id, u.work_id
          HAVING (sum(u.units) <> 1 OR bool_or(c.work_id IS NULL))
             AND (:period::text IS NULL OR bool_or(u.period = :period))`,
  },
  {
    name: 'tracker.addresses_forgotten',
    sentence:
      'No address of a peer is kept in clear for more than a day (two hours’ grace for the job).',
    sql: `SELECT id, first_seen_at FROM announce_peers
           WHERE address IS NOT NULL AND first_seen_at < :now - interval '26 hours'
             AND masklen(address) > CASE family(address) WHEN 4 THEN 24 ELSE 48 END`,
  },
]
