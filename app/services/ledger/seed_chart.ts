import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { rawClient } from '#database/raw_client'
import { CHART } from '#services/ledger/chart_of_accounts'

/** Writes the chart of accounts; accounts that exist already keep their label. */
export async function seedChart(trx: TransactionClientContract): Promise<void> {
  const client = await rawClient(trx)
  await client.query(
    `INSERT INTO ledger_accounts (code, label_fr, label_en)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
     ON CONFLICT (code) DO NOTHING`,
    [
      CHART.map((line) => line.code),
      CHART.map((line) => line.labelFr),
      CHART.map((line) => line.labelEn),
    ]
  )
}
