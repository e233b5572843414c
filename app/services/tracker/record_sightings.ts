import type { SqlClient } from '#services/tracker/sql_database'

/** A peer that this process meets for the first time. */
export interface Sighting {
  tokenId: string
  /** 20 characters, one per byte. */
  infoHash: string
  peerId: string
  /** Bytes still missing. */
  left: bigint
  address: string
  port: number
}

/**
 * Asks whether the peers were ever seen with something left to fetch, and keeps those who are
 * seen so for the first time: a restart of the tracker, or another process, then still knows
 * that their completion follows a beginning.
 *
 * @returns for each sighting whether the peer was seen incomplete before
 */
export async function recordSightings(
  client: SqlClient,
  { sightings, at }: { sightings: Sighting[]; at: Date }
): Promise<boolean[]> {
  const bytes = (text: string) => Buffer.from(text, 'latin1')
  const keys = [
    sightings.map((s) => s.tokenId),
    sightings.map((s) => bytes(s.infoHash)),
    sightings.map((s) => bytes(s.peerId)),
  ]
  const { rows } = await client.query({
    name: 'tracker_sightings',
    text: `SELECT k.n FROM unnest($1::bigint[], $2::bytea[], $3::bytea[]) WITH ORDINALITY AS k (t, h, p, n)
             JOIN announce_peers a ON a.token_id = k.t AND a.peer_id = k.p AND a.info_hash = k.h`,
    values: keys,
  })
  const seen = new Set(rows.map((row) => Number(row.n) - 1))
  const fresh = sightings.filter((s, index) => s.left > 0n && !seen.has(index))
  if (fresh.length > 0) {
    await client.query({
      name: 'tracker_new_sightings',
      text: `INSERT INTO announce_peers
               (token_id, info_hash, peer_id, first_left, address, port, first_seen_at)
             SELECT t, h, p, l, a::inet, o, $7
               FROM unnest($1::bigint[], $2::bytea[], $3::bytea[], $4::bigint[], $5::text[], $6::int[])
                 AS k (t, h, p, l, a, o)
             ON CONFLICT (token_id, peer_id, info_hash) DO NOTHING`,
      values: [
        fresh.map((s) => s.tokenId),
        fresh.map((s) => bytes(s.infoHash)),
        fresh.map((s) => bytes(s.peerId)),
        fresh.map((s) => s.left.toString()),
        fresh.map((s) => s.address || null),
        fresh.map((s) => s.port),
        at,
      ],
    })
  }
  return sightings.map((_, index) => seen.has(index))
}
