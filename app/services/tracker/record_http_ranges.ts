import { recordCompletions } from '#services/tracker/record_completions'
import type { SqlClient } from '#services/tracker/sql_database'
import type { Clock } from '#values/clock'

/** Bytes of a media file that went out to the holder of a token, both ends included. */
export interface ServedBytes {
  tokenId: string
  mediaFileId: string
  start: bigint
  end: bigint
}

/**
 * Keeps what our own server sent, and counts the download once the ranges of a subscriber cover
 * every byte of every file of the work: the same completion as an announced one, with the
 * stronger evidence `server`, and once together with it (P9). The caller owns the transaction.
 *
 * @returns the ids of the tokens whose download was counted now
 */
export async function recordHttpRanges(
  client: SqlClient,
  { served, clock }: { served: ServedBytes[]; clock: Clock }
): Promise<string[]> {
  const ranges = merged(served)
  const at = clock.now().toISO()!
  await client.query(
    `INSERT INTO http_transfers (token_id, media_file_id, bytes, at)
     SELECT t, m, int8range(s, e, '[]'), $5
       FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::bigint[]) AS r (t, m, s, e)`,
    [
      ranges.map((range) => range.tokenId),
      ranges.map((range) => range.mediaFileId),
      ranges.map((range) => range.start.toString()),
      ranges.map((range) => range.end.toString()),
      at,
    ]
  )
  const complete = await completeTokens(client, [...new Set(ranges.map((range) => range.tokenId))])
  if (complete.length === 0) return []
  const counted = await recordCompletions(client, {
    completions: complete.map((token) => ({ ...token, evidence: 'server' as const })),
    clock,
  })
  return complete.filter((_, index) => counted[index]).map((token) => token.tokenId)
}

/** The tokens whose holder was sent all of the work, over all the holder's tokens for it. */
async function completeTokens(client: SqlClient, tokenIds: string[]) {
  const { rows } = await client.query(
    `SELECT t.id, t.subscriber_id, t.work_id
       FROM announce_tokens t
      WHERE t.id = ANY($1::bigint[])
        AND NOT EXISTS (SELECT 1 FROM completions c
                         WHERE c.subscriber_id = t.subscriber_id AND c.work_id = t.work_id)
        AND EXISTS (SELECT 1 FROM media_files m WHERE m.work_id = t.work_id)
        AND NOT EXISTS (
          SELECT 1 FROM media_files m
           WHERE m.work_id = t.work_id
             AND NOT coalesce((
               SELECT range_agg(h.bytes) @> int8range(0, m.byte_length)
                 FROM announce_tokens o JOIN http_transfers h ON h.token_id = o.id
                WHERE o.subscriber_id = t.subscriber_id AND o.work_id = t.work_id
                  AND h.media_file_id = m.id), false))`,
    [tokenIds]
  )
  return rows.map((row) => ({
    tokenId: row.id as string,
    subscriberId: row.subscriber_id as string,
    workId: row.work_id as string,
  }))
}

/** Joins ranges that touch, so that a file fetched in a thousand pieces leaves few rows. */
export function merged(served: ServedBytes[]): ServedBytes[] {
  const sorted = [...served].sort((a, b) => {
    const left = `${a.tokenId}|${a.mediaFileId}`
    const right = `${b.tokenId}|${b.mediaFileId}`
    if (left !== right) return left < right ? -1 : 1
    return a.start < b.start ? -1 : a.start > b.start ? 1 : 0
  })
  const out: ServedBytes[] = []
  for (const range of sorted) {
    const last = out.at(-1)
    const touches =
      last?.tokenId === range.tokenId &&
      last.mediaFileId === range.mediaFileId &&
      range.start <= last.end + 1n
    if (!touches) out.push({ ...range })
    else if (range.end > last.end) last.end = range.end
  }
  return out
}
