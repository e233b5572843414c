import db from '@adonisjs/lucid/services/db'
import type Notice from '#models/governance/notice'
import { proofWords } from '#services/governance/notices/proof_words'
import { csvText, pagesOf, type CsvColumns } from '#services/documents/csv_text'

export type NoticeCount = Pick<Notice, 'kind' | 'channel' | 'state'> & { count: number }
export type NoticeLine = Pick<Notice, 'id' | 'kind' | 'channel' | 'state' | 'address' | 'proof'> & {
  number: number
  name: string
  sentAt: string | null
  openedAt: string | null
  /** What is proven, in sentences; `proof` is the id or the number behind it. */
  proven: string
}

const PAGE_SIZE = 50

/** How far the messages of a meeting are, by kind, channel and state. */
export async function noticeCounts(assemblyId: string): Promise<NoticeCount[]> {
  const { rows } = await db.rawQuery(
    `SELECT kind, channel, state, count(*)::int AS count FROM notices WHERE assembly_id = ?
      GROUP BY 1, 2, 3 ORDER BY min(created_at), 2, 3`,
    [assemblyId]
  )
  return rows
}

/** The proof for each member, by their number, a page at a time. */
export async function noticeLines(assemblyId: string, page: number, locale: 'fr' | 'en') {
  const { rows } = await db.rawQuery(
    `SELECT n.id, n.kind, n.channel, n.state, n.address, n.proof, m.number,
            m.display_name AS name, n.sent_at AS "sentAt", n.opened_at AS "openedAt",
            count(*) OVER ()::int AS total
       FROM notices n JOIN members m ON m.id = n.member_id WHERE n.assembly_id = :assemblyId
      ORDER BY m.number, n.created_at, n.channel LIMIT :limit OFFSET :offset`,
    { assemblyId, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }
  )
  const total: number = rows[0]?.total ?? 0
  const lines = rows.map(({ total: _, ...row }: any): NoticeLine => {
    const [sentAt, openedAt] = [row.sentAt, row.openedAt].map((at) => at?.toISOString() ?? null)
    const line = { ...row, sentAt, openedAt }
    return { ...line, proven: proofWords(line, locale) }
  })
  return { lines, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)), total }
}

const COLUMNS: CsvColumns<NoticeLine> = {
  member_number: ({ number }) => number,
  name: ({ name }) => name,
  message: ({ kind }) => kind,
  channel: ({ channel }) => channel,
  address: ({ address }) => address,
  state: ({ state }) => state,
  sent_at: ({ sentAt }) => sentAt,
  opened_at: ({ openedAt }) => openedAt,
  proof: ({ proven }) => proven,
  reference: ({ proof }) => proof,
}

/** The same for whoever keeps or checks it: one line a message, with the ids of mails and of the post. */
export function noticesAsCsv(assemblyId: string, locale: 'fr' | 'en') {
  const read = async (page: number) => {
    const { lines } = await noticeLines(assemblyId, page, locale)
    return lines
  }
  return csvText(COLUMNS, pagesOf(read, PAGE_SIZE))
}
