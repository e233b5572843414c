import { pipeline } from 'node:stream/promises'
import { createReadStream } from 'node:fs'
import { from as copyFrom } from 'pg-copy-streams'
import { SUSPENSE } from '#services/royalties/allocation/finalize_period'
import type { CloseContext } from '#services/royalties/close/close_context'
import { filePath } from '#services/royalties/files/period_paths'

/**
 * Brings the result's payee lines, balances and carried amounts into the database: COPY of the
 * very files into temporary tables, then one INSERT each. In the step's transaction, so that they
 * are there once, whatever happens.
 */
export async function importResult(context: CloseContext): Promise<void> {
  const { client, period, revision } = context
  await copyIn(context, 'payees.csv', 'payee text, work_id uuid, amount_micro bigint')
  await client.query(
    `INSERT INTO payee_lines (period, revision, payee_id, work_id, amount_micro)
     SELECT $1, $2, nullif(payee, $3)::uuid, work_id, amount_micro FROM incoming`,
    [period, revision, SUSPENSE]
  )
  await copyIn(
    context,
    'balances.csv',
    `payee text, opening_micro bigint, lines_micro bigint, adjustments_micro bigint,
     payout_cents bigint, closing_micro bigint`
  )
  await client.query(
    `INSERT INTO payee_balances (period, revision, payee_id, opening_micro, lines_micro,
                                 adjustments_micro, payout_cents, closing_micro)
     SELECT $1, $2, nullif(payee, $3)::uuid, opening_micro, lines_micro, adjustments_micro,
            payout_cents, closing_micro FROM incoming`,
    [period, revision, SUSPENSE]
  )
  await copyIn(context, 'carried.csv', 'subscriber_id uuid, amount_micro bigint, months int')
  await client.query(
    `INSERT INTO carried_amounts (period, revision, subscriber_id, amount_micro, months)
     SELECT $1, $2, subscriber_id, amount_micro, months FROM incoming`,
    [period, revision]
  )
  await client.query('DROP TABLE incoming')
}

async function copyIn(context: CloseContext, file: string, columns: string): Promise<void> {
  const { client } = context
  await client.query('DROP TABLE IF EXISTS incoming')
  await client.query(`CREATE TEMPORARY TABLE incoming (${columns}) ON COMMIT DROP`)
  const rows = client.query(copyFrom('COPY incoming FROM STDIN WITH (FORMAT csv, HEADER true)'))
  await pipeline(createReadStream(filePath(context, 'output', file)), rows)
}
