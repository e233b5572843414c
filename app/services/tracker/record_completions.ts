import { chainHash, chainStart, type UsageLink } from '#services/tracker/usage_chain'
import { lockOpenPeriod } from '#services/tracker/open_period'
import type { SqlClient } from '#services/tracker/sql_database'
import type { Clock } from '#values/clock'

/** The counting rule of docs/tracker.md that the units refer to (P10). */
export const USAGE_RULE_VERSION = 1

export interface Completion {
  tokenId: string
  subscriberId: string
  workId: string
  evidence: 'server' | 'announce'
}

/**
 * Counts completed downloads: one unit per subscriber and work, for life, whatever the torrent,
 * the tracker or the protocol (P9). The caller owns the transaction: once it has committed, the
 * completion, its unit, its place in the day's hash chain and the month's totals all stand.
 *
 * @returns for each completion whether it was the first and therefore counted
 */
export async function recordCompletions(
  client: SqlClient,
  { completions, clock }: { completions: Completion[]; clock: Clock }
): Promise<boolean[]> {
  const now = clock.now()
  // The same order everywhere, so that two processes cannot wait for each other.
  const sorted = [...completions].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const at = now.toISO()!
  const { rows } = await client.query(
    `INSERT INTO completions (subscriber_id, work_id, token_id, evidence, at)
     SELECT s, w, t, e, $5 FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[]) AS c (s, w, t, e)
     ON CONFLICT (subscriber_id, work_id) DO NOTHING
     RETURNING subscriber_id, work_id, evidence`,
    [
      sorted.map((c) => c.subscriberId),
      sorted.map((c) => c.workId),
      sorted.map((c) => c.tokenId),
      sorted.map((c) => c.evidence),
      at,
    ]
  )
  if (rows.length > 0) {
    const period = await lockOpenPeriod(client, now)
    await appendUnits(
      client,
      rows.map((row) => ({
        period,
        subscriberId: row.subscriber_id,
        workId: row.work_id,
        kind: 'download' as const,
        evidence: row.evidence,
        units: 1,
        ruleVersion: USAGE_RULE_VERSION,
        atMs: now.toMillis(),
        day: now.toISODate()!,
      }))
    )
  }
  const counted = new Set(rows.map((row) => `${row.subscriber_id}|${row.work_id}`))
  // Of two equal ones in a batch the first is the one that was counted.
  return completions.map((completion) => counted.delete(keyOf(completion)))
}

function keyOf(completion: Completion): string {
  return `${completion.subscriberId}|${completion.workId}`
}

/** Appends units of one day to its hash chain, and adds them to the month's totals. */
async function appendUnits(client: SqlClient, units: Omit<UsageLink, 'position'>[]): Promise<void> {
  const day = units[0].day
  await client.query(
    'INSERT INTO usage_days (day, units, head) VALUES ($1, 0, $2) ON CONFLICT (day) DO NOTHING',
    [day, Buffer.from(chainStart(day), 'hex')]
  )
  const { rows } = await client.query(
    'SELECT units, head FROM usage_days WHERE day = $1 FOR UPDATE',
    [day]
  )
  let position: number = rows[0].units
  let head: string = rows[0].head.toString('hex')
  const links = units.map((unit) => {
    const link: UsageLink = { ...unit, position: ++position }
    head = chainHash(head, link)
    return { ...link, hash: Buffer.from(head, 'hex') }
  })
  const column = <K extends keyof (typeof links)[0]>(name: K) => links.map((link) => link[name])
  await client.query(
    `INSERT INTO usage_units
       (period, subscriber_id, work_id, kind, evidence, units, rule_version, at, day, day_position, hash)
     SELECT p, s, w, k, e, u, r, to_timestamp(a::double precision / 1000), $8, n, h
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int[],
                   $7::smallint[], $9::bigint[], $10::int[], $11::bytea[])
            AS u (p, s, w, k, e, u, r, a, n, h)`,
    [
      column('period'),
      column('subscriberId'),
      column('workId'),
      column('kind'),
      column('evidence'),
      column('units'),
      column('ruleVersion'),
      day,
      column('atMs'),
      column('position'),
      column('hash'),
    ]
  )
  await client.query('UPDATE usage_days SET units = $2, head = $3 WHERE day = $1', [
    day,
    position,
    Buffer.from(head, 'hex'),
  ])
  await client.query(
    `INSERT INTO usage_totals AS t
       (period, subscriber_id, work_id, download_units, server_units, announce_units)
     SELECT p, s, w, u, CASE e WHEN 'server' THEN u ELSE 0 END, CASE e WHEN 'announce' THEN u ELSE 0 END
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::int[], $5::text[]) AS n (p, s, w, u, e)
     ON CONFLICT (period, subscriber_id, work_id) DO UPDATE SET
       download_units = t.download_units + excluded.download_units,
       server_units = t.server_units + excluded.server_units,
       announce_units = t.announce_units + excluded.announce_units`,
    [
      column('period'),
      column('subscriberId'),
      column('workId'),
      column('units'),
      column('evidence'),
    ]
  )
}
