import { createHash } from 'node:crypto'
import pg from 'pg'
import { tokenHash, tokenText } from '#services/tracker/token_text'
import { newId } from '#values/id'
import { percentEncodeBytes } from '#values/infohash'

export interface AnnounceScene {
  torrents: number
  peers: number
  infoHash: string[]
  /** Token of the peer of that number for the torrent of that number. */
  token: (torrent: number, peer: number) => string
}

const KEY = 'bench'
const AT = '2026-01-01T00:00:00Z'

/** Each with a verified account, a subscription and a fee that has not run out. */
const PAYING = [
  `INSERT INTO accounts (id, email, full_name, password, locale, email_verified_at, created_at)
   SELECT id, id::text || '@exemple.fr', 'Bench', '-', 'fr', $2, $2 FROM unnest($1::uuid[]) AS s (id)`,
  `INSERT INTO subscribers (id, account_id, created_at)
   SELECT id, id, $2 FROM unnest($1::uuid[]) AS s (id)`,
  `WITH plan AS (INSERT INTO plans (id, code, name_fr, name_en, price_cents, vat_rate_bp, offered_from)
     VALUES (gen_random_uuid(), 'bench-' || gen_random_uuid(), 'Bench', 'Bench', 800, 2000, '2026-01-01')
     RETURNING id)
   INSERT INTO subscriptions (id, subscriber_id, plan_id, state, started_at)
   SELECT s.id, s.id, plan.id, 'active', $2 FROM unnest($1::uuid[]) AS s (id), plan`,
  `INSERT INTO payments (id, subscription_id, subscriber_id, rail, external_reference, gross_cents,
                         vat_rate_bp, state, settled_at, settled_period, created_at)
   SELECT id, id, id, 'demo', id::text, 800, 2000, 'settled', '2099-12-15T00:00:00Z', '2099-12', $2
     FROM unnest($1::uuid[]) AS s (id)`,
]

/** Published works, each with a torrent, and a token of every subscriber for every work. */
export async function makeScene(
  databaseUrl: string,
  { torrents, peers }: { torrents: number; peers: number }
): Promise<AnnounceScene> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  const artist = newId()
  const works = Array.from({ length: torrents }, newId)
  const subscribers = Array.from({ length: peers }, newId)
  const hashes = works.map((id) => createHash('sha1').update(id).digest())
  await client.query(
    `INSERT INTO artists (id, name, slug, created_at) VALUES ($1::uuid, 'Bench', 'bench-' || ($1::uuid)::text, $2)`,
    [artist, AT]
  )
  await client.query(
    `INSERT INTO works (id, artist_id, title, slug, kind, state, created_at)
     SELECT id, $2, 'Bench', id::text, 'audio', 'published', $3 FROM unnest($1::uuid[]) AS w (id)`,
    [works, artist, AT]
  )
  await client.query(
    `INSERT INTO torrents (id, work_id, info_hash, name, piece_length, byte_length, metainfo, created_at)
     SELECT id, id, h, 'bench', 16384, 1000000, '', $3 FROM unnest($1::uuid[], $2::text[]) AS t (id, h)`,
    [works, hashes.map((hash) => hash.toString('hex')), AT]
  )
  for (const statement of PAYING) await client.query(statement, [subscribers, AT])
  const tokens = subscribers.map((subscriberId) =>
    works.map((workId) => tokenText(KEY, { subscriberId, workId, generation: 1 }))
  )
  for (const [index, subscriberId] of subscribers.entries()) {
    await client.query(
      `INSERT INTO announce_tokens (token_hash, subscriber_id, work_id, generation, created_at)
       SELECT h, $1, w, 1, $2 FROM unnest($3::bytea[], $4::uuid[]) AS t (h, w)`,
      [subscriberId, AT, tokens[index].map(tokenHash), works]
    )
  }
  await client.end()
  return {
    torrents,
    peers,
    infoHash: hashes.map((hash) => percentEncodeBytes(hash)),
    token: (torrent, peer) => tokens[peer][torrent],
  }
}
