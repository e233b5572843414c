import pg from 'pg'

export const BENCH_PERIOD = '2026-10'
const FIRST_DAY = `'2026-10-01T10:00:00Z'::timestamptz`

/**
 * A month of so many subscribers: 40 works each on average (10 to 70, the popular ones far more
 * often), one payment each, one to three payees a work. Laid with SQL, in random order.
 */
export async function layMonth(url: string, subscribers: number): Promise<number> {
  const works = Math.max(1_000, Math.floor(subscribers / 5))
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const query of queries(subscribers, works)) await client.query(query)
    const { rows } = await client.query('SELECT count(*)::int AS rows FROM usage_units')
    return rows[0].rows
  } finally {
    await client.end()
  }
}

function queries(subscribers: number, works: number): string[] {
  return [
    `INSERT INTO causes (id, name, description_fr, description_en, created_at)
     SELECT c, c, c, c, ${FIRST_DAY} FROM unnest(ARRAY['framasoft', 'sea-watch']) AS c`,
    `INSERT INTO policies (id, version, rule_version, effective_period, artists_bp, contributions_bp,
       operations_bp, listening_weight, download_weight, causes, payout_threshold_cents,
       carry_months, resolution_id, resolution_title, adopted_on, created_at)
     VALUES (gen_random_uuid(), 1, 1, '2026-01', 7000, 1500, 1500, 1, 10,
       '[{"cause_id":"framasoft","basis_points":6000},{"cause_id":"sea-watch","basis_points":4000}]',
       500, 3, 'AG-1', 'Clé', '2026-01-01', ${FIRST_DAY})`,
    `INSERT INTO periods (period, state, opened_at) VALUES ('${BENCH_PERIOD}', 'open', ${FIRST_DAY})`,
    `SELECT ensure_usage_partitions('${BENCH_PERIOD}')`,
    `INSERT INTO plans VALUES (gen_random_uuid(), 'm', 'm', 'm', 800, 2000, '2026-01-01')`,
    `INSERT INTO subscribers SELECT gen_random_uuid(), NULL, ${FIRST_DAY} FROM generate_series(1, ${subscribers})`,
    `INSERT INTO subscriptions (id, subscriber_id, plan_id, state, started_at)
     SELECT s.id, s.id, p.id, 'active', ${FIRST_DAY} FROM subscribers s, plans p`,
    `INSERT INTO payments (id, subscription_id, subscriber_id, rail, external_reference, gross_cents,
       vat_rate_bp, payment_fee_cents, state, settled_at, settled_period, created_at)
     SELECT gen_random_uuid(), id, id, 'demo', id::text, 800, 2000, 25, 'settled', ${FIRST_DAY},
       '${BENCH_PERIOD}', ${FIRST_DAY} FROM subscribers`,
    `CREATE TABLE bench_works AS SELECT n, gen_random_uuid() AS id FROM generate_series(0, ${works - 1}) n`,
    'ALTER TABLE bench_works ADD PRIMARY KEY (n)',
    `INSERT INTO payees (id, name, kind, created_at)
     SELECT id, 'P ' || n, 'author', ${FIRST_DAY} FROM bench_works`,
    `INSERT INTO artists (id, name, slug, created_at) VALUES (gen_random_uuid(), 'A', 'a', ${FIRST_DAY})`,
    `INSERT INTO works (id, artist_id, title, slug, kind, state, created_at)
     SELECT w.id, a.id, 'Œuvre ' || w.n, 'w' || w.n, 'audio', 'published', ${FIRST_DAY}
       FROM bench_works w, artists a`,
    `INSERT INTO split_sheets (id, work_id, version, valid_from, created_at)
     SELECT id, id, 1, '2026-01-01', ${FIRST_DAY} FROM bench_works`,
    `INSERT INTO split_lines (id, split_sheet_id, payee_id, role, basis_points, accepted_at)
     SELECT gen_random_uuid(), w.id, p.id, 'author', CASE k WHEN 0 THEN 5000 ELSE 2500 END, ${FIRST_DAY}
       FROM bench_works w, generate_series(0, 2) k,
            LATERAL (SELECT id FROM bench_works b WHERE b.n = (w.n + k * 7) % ${works}) p`,
    `INSERT INTO usage_units SELECT '${BENCH_PERIOD}', u.subscriber, w.id, 'listening', 'player',
       1 + (random() * 20)::int, 1, ${FIRST_DAY}, '2026-10-01', 1, decode(repeat('00', 32), 'hex')
       FROM (SELECT s.id AS subscriber, (${works} * power(random(), 3))::int % ${works} AS pick
               FROM subscribers s, LATERAL (SELECT 10 + (random() * 60)::int AS uses WHERE s.id IS NOT NULL) k,
                    generate_series(1, k.uses)) AS u
       JOIN bench_works w ON w.n = u.pick
      ORDER BY random()`,
    'VACUUM ANALYZE',
    'CHECKPOINT',
  ]
}
