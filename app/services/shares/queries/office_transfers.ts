import db from '@adonisjs/lucid/services/db'
import ShareTransferPaper from '#models/shares/share_transfer_paper'
import { transfersBoard } from '#services/shares/queries/transfers_board'
import type { Clock } from '#values/clock'
import { dayOfInstant } from '#values/day'

type Paper = { id: string; kind: string; fileName: string }

/** The transfers for the office: whether the taker can answer on a page, was reminded, and the scans. */
export async function officeTransfers(clock: Clock) {
  const board = await transfersBoard(clock)
  const ids = [...board.waiting, ...board.ended].map(({ id }) => id)
  const papers = Map.groupBy(
    await ShareTransferPaper.query()
      .whereIn('transferId', ids)
      .whereNotNull('fileName')
      .orderBy('keptAt'),
    ({ transferId }) => transferId
  )
  const scans = (id: string): Paper[] =>
    (papers.get(id) ?? []).map((one) => ({ id: one.id, kind: one.kind, fileName: one.fileName! }))
  const waits = await waitingTakers()
  return {
    waiting: board.waiting.map((line) => ({ ...line, ...waits(line.id), papers: scans(line.id) })),
    ended: board.ended.map((line) => ({ ...line, papers: scans(line.id) })),
  }
}

/** Of an order that waits: whether its taker has an account, and when they were reminded. */
async function waitingTakers() {
  const { rows } = await db.rawQuery(
    `SELECT x.id, m.account_id IS NOT NULL AS "hasAccount", n.sent_at AS reminded
       FROM share_transfers x JOIN members m ON m.id = x.to_member_id
       LEFT JOIN member_notices n ON n.fact_id = x.id AND n.kind = 'transfer_reminded'
      WHERE x.state = 'requested'`
  )
  const found = new Map(rows.map((row: Record<string, any>) => [row.id, row]))
  return (id: string) => {
    const row = found.get(id) as { hasAccount: boolean; reminded: Date | null } | undefined
    return {
      takerHasAccount: row?.hasAccount ?? true,
      remindedOn: row?.reminded ? dayOfInstant(row.reminded) : null,
    }
  }
}
