import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { NoticeKind } from '#models/governance/notice'
import type { Addressee } from '#services/governance/notices/addressees'
import type { Clock } from '#values/clock'

type Meeting = { id: string }

/** One row for each message of a round to send; what is there already stays as it is. */
export async function queueNotices(
  trx: TransactionClientContract,
  { id }: Meeting,
  kind: NoticeKind,
  people: Addressee[],
  clock: Clock,
  round = 1
): Promise<number> {
  const { rowCount } = await trx.rawQuery(
    `INSERT INTO notices (id, assembly_id, member_id, kind, channel, state, address, created_at, round)
     SELECT gen_random_uuid(), :id, p.member_id, :kind, p.channel, 'queued', p.address, :at, :round
       FROM unnest(CAST(:members AS uuid[]), CAST(:channels AS text[]), CAST(:addresses AS text[]))
            AS p (member_id, channel, address)
     ON CONFLICT (assembly_id, member_id, kind, channel, round) DO NOTHING`,
    {
      id,
      kind,
      round,
      at: clock.now().toISO()!,
      members: people.map(({ memberId }) => memberId),
      channels: people.map(({ channel }) => channel),
      addresses: people.map(({ address }) => address),
    }
  )
  return rowCount
}

/**
 * Everybody whom the notice reached or will reach, by the same way: to be told what changed. A
 * meeting may be postponed again: each `round` is told once.
 */
export async function queueFollowUp(
  trx: TransactionClientContract,
  { id }: Meeting,
  kind: Exclude<NoticeKind, 'notice'>,
  clock: Clock,
  round = 1
): Promise<number> {
  const onlySent = kind === 'reminder' ? `AND n.channel = 'email' AND n.state = 'sent'` : ''
  const { rowCount } = await trx.rawQuery(
    `INSERT INTO notices (id, assembly_id, member_id, kind, channel, state, address, created_at, round)
     SELECT gen_random_uuid(), n.assembly_id, n.member_id, :kind, n.channel, 'queued', n.address, :at, :round
       FROM notices n WHERE n.assembly_id = :id AND n.kind = 'notice' AND n.state <> 'bounced' ${onlySent}
        AND NOT (n.channel = 'email' AND n.state = 'returned')
        AND NOT EXISTS (SELECT 1 FROM notices told WHERE told.assembly_id = :id AND told.round = :round
                         AND told.member_id = n.member_id AND told.kind = :kind)
     ON CONFLICT (assembly_id, member_id, kind, channel, round) DO NOTHING`,
    { id, kind, at: clock.now().toISO()!, round }
  )
  return rowCount
}
