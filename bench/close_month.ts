import pg from 'pg'

export const BENCH_MONTH = '2026-10'

export const BENCH_POLICY = {
  period: BENCH_MONTH,
  rule_version: 1,
  resolution_id: 'bench',
  keys: { artists: 7000, contributions: 1500, operations: 1500 },
  weights: { listening: 1, download: 10 },
  causes: { climate: 3400, culture: 3300, software: 3300 },
  payout_threshold_cents: 500,
  zero_usage: { carry_months: 3 },
}

/**
 * Fills the real tables with a month, made inside PostgreSQL: works per subscriber log-normal with
 * a mean of about 40, works liked by Zipf's law, rows in the order in which they might have
 * come. The same seed gives the same month.
 *
 * @returns the units of use
 */
export async function fillMonth(url: string, subscribers: number): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const works = Math.min(200_000, subscribers * 2)
  try {
    // Made-up payments refer to no subscription: nothing that is measured looks at one.
    await client.query('ALTER TABLE payments DROP CONSTRAINT payments_subscription_id_fkey')
    await client.query(`SELECT ensure_usage_partitions('${BENCH_MONTH}'), setseed(0.42)`)
    await client.query(`INSERT INTO periods (period, state, opened_at)
                        VALUES ('${BENCH_MONTH}', 'open', '2026-10-01')`)
    await client.query(SUBSCRIBERS, [subscribers])
    await client.query(PAYMENTS)
    let rows = 0
    for (let range = 0; range < 16; range++) {
      rows += await fillRange(client, range, works)
    }
    await client.query('VACUUM (ANALYZE) usage_units, payments, subscribers')
    return rows
  } finally {
    await client.end()
  }
}

const SUBSCRIBERS = `
  INSERT INTO subscribers (id, created_at)
  SELECT gen_random_uuid(), '2026-01-01' FROM generate_series(1, $1::int)`

const PAYMENTS = `
  INSERT INTO payments (id, subscription_id, subscriber_id, rail, external_reference, gross_cents,
                        vat_rate_bp, payment_fee_cents, state, settled_at, settled_period, created_at)
  SELECT gen_random_uuid(), gen_random_uuid(), id, 'demo', id::text, 800, 2000, 35, 'settled',
         '2026-10-02', '${BENCH_MONTH}', '2026-10-01'
    FROM subscribers`

async function fillRange(client: pg.Client, range: number, works: number): Promise<number> {
  const digit = range.toString(16)
  const month = BENCH_MONTH.replace('-', '_')
  const { rowCount } = await client.query(
    `INSERT INTO usage_units_${month}_${digit} (period, subscriber_id, work_id, kind, evidence,
                              units, rule_version, at, day, day_position, hash)
     SELECT '${BENCH_MONTH}', used.id,
            ('00000000-0000-4000-a000-' || lpad(to_hex(used.rank), 12, '0'))::uuid,
            CASE WHEN used.chance < 0.2 THEN 'download' ELSE 'listening' END,
            CASE WHEN used.chance < 0.2 THEN 'announce' ELSE 'player' END,
            1 + (used.chance < 0.1)::int * 3, 1, '2026-10-15', '2026-10-15', 1,
            '\\x${'5a'.repeat(32)}'
       FROM (SELECT s.id, random() AS chance, floor($1 ^ random())::bigint AS rank
               FROM (SELECT id, ceil(exp(3.2 + sqrt(-2 * ln(1 - random()))
                                         * cos(2 * pi() * random())))::int AS works
                       FROM subscribers WHERE left(id::text, 1) = '${digit}') s,
                    LATERAL generate_series(1, least(s.works, 5000))
              ORDER BY random()) used`,
    [works]
  )
  return rowCount ?? 0
}
