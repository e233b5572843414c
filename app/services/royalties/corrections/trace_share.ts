import type { ClientBase } from 'pg'
import { INPUT } from '#services/royalties/allocation/csv_files'
import { FileSource } from '#services/royalties/allocation/file_io'
import { SUSPENSE } from '#services/royalties/allocation/finalize_period'
import { RowCursor } from '#services/royalties/allocation/row_cursor'
import { filePath } from '#services/royalties/files/period_paths'
import type { SubscriberStatement } from '#services/royalties/statements/documents'
import type { CloseKey } from '#services/royalties/close/steps'
import { apportion, type Weighted } from '#values/apportion'

/** Where the artists' part of one contribution went, in micro-euro. */
export type Traced = {
  payees: Map<string, bigint>
  suspenseMicro: bigint
  carriedMicro: bigint
  borneMicro: bigint
}

type Subject = { period: string; subscriberId: string; contributionId: string }

/**
 * Follows the artists' part of one contribution through the closed months: to the payees of the
 * works that the subscriber used, through later months while it was carried, to what is still
 * carried. A contribution that its month did not count went nowhere.
 */
export async function traceShare(
  subject: Subject,
  artistsMicro: bigint,
  client: ClientBase
): Promise<Traced> {
  const traced: Traced = { payees: new Map(), suspenseMicro: 0n, carriedMicro: 0n, borneMicro: 0n }
  const months = await statementsSince(subject, client)
  const first = months[0]?.statement
  const counted = first?.payments.some((p) => p.contribution_id === subject.contributionId)
  if (!counted || artistsMicro === 0n) return traced
  for (const { key, statement } of months) {
    const works = statement.works
      .map((work) => ({ id: work.work_id, weight: BigInt(work.amount_micro) }))
      .filter((work) => work.weight > 0n)
    if (works.length > 0) {
      await traceWorks(key, subject.contributionId, artistsMicro, works, traced)
      return traced
    }
    if (BigInt(statement.totals.carried_out_micro) === 0n) {
      traced.borneMicro = artistsMicro
      return traced
    }
  }
  traced.carriedMicro = artistsMicro
  return traced
}

async function traceWorks(
  key: CloseKey,
  contributionId: string,
  micro: bigint,
  works: Weighted[],
  traced: Traced
): Promise<void> {
  const parts = apportion(micro, works, (work) => `${key.period}|${contributionId}|${work}`)
  const sheets = await sheetsOf(key, new Set(works.map((work) => work.id)))
  for (const [index, { id: work }] of works.entries()) {
    const sheet = sheets.get(work) ?? [{ id: SUSPENSE, weight: 1n }]
    const tie = (payee: string) => `${key.period}|${contributionId}|${work}|${payee}`
    const shares = apportion(parts[index], sheet, tie)
    for (const [at, { id: payee }] of sheet.entries()) {
      if (payee === SUSPENSE) traced.suspenseMicro += shares[at]
      else traced.payees.set(payee, (traced.payees.get(payee) ?? 0n) + shares[at])
    }
  }
}

/** The month's frozen sheets of some works. */
async function sheetsOf(key: CloseKey, works: ReadonlySet<string>) {
  const sheets = new Map<string, Weighted[]>()
  const source = new FileSource(filePath(key, 'input', INPUT.splits.file))
  try {
    const rows = new RowCursor(INPUT.splits, source)
    while (await rows.next()) {
      const work = rows.text(0)
      if (!works.has(work)) continue
      const share = { id: rows.text(1), weight: rows.integer(2) }
      sheets.set(work, [...(sheets.get(work) ?? []), share])
    }
  } finally {
    source.close()
  }
  return sheets
}

async function statementsSince({ period, subscriberId }: Subject, client: ClientBase) {
  const { rows } = await client.query(
    `SELECT s.period, s.revision, s.document FROM statements s
       JOIN periods p ON p.period = s.period AND p.revision = s.revision
      WHERE s.kind = 'subscriber' AND s.subject_id = $1 AND s.period >= $2
        AND p.state NOT IN ('open', 'closing') AND s.document IS NOT NULL
      ORDER BY s.period`,
    [subscriberId, period]
  )
  return rows.map((row) => ({
    key: { period: row.period as string, revision: row.revision as number },
    statement: JSON.parse(row.document.toString('utf8')) as SubscriberStatement,
  }))
}
