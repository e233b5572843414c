import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { NoticeKind } from '#models/governance/notice'
import type { Addressee } from '#services/governance/notices/addressees'
import type { Clock } from '#values/clock'

type Meeting = { id: string }

/** One row for each message to send; what is there already stays as it is. */
export async function queueNotices(
  trx: TransactionClientContract,
  { id }: Meeting,
  kind: NoticeKind,
  people: Addressee[],
  clock: Clock
): Promise<number> {
  const { rowCount } = await trx.rawQuery(
    `INSERT INTO notices (id, assembly_id, member_id, kind, channel, state, address, created_at)
     SELECT gen_random_uuid(), :id, p.member_id, :kind, p.channel, 'queued', p.address, :at
       FROM unnest(CAST(:members AS uuid[]), CAST(:channels AS text[]), CAST(:addresses AS text[]))
            AS p (member_id, channel, address)
     ON CONFLICT (assembly_id, member_id, kind, channel, round) DO NOTHING`,
    {
      id,
      kind,
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
  const onlySent = kind === 'reminder' ? `AND channel = 'email' AND state = 'sent'` : ''
  const { rowCount } = await trx.rawQuery(
    `INSERT INTO notices (id, assembly_id, member_id, kind, channel, state, address, created_at, round)
     SELECT gen_random_uuid(), assembly_id, member_id, :kind, channel, 'queued', address, :at, :round
       FROM notices WHERE assembly_id = :id AND kind = 'notice' AND state <> 'bounced' ${onlySent}
     ON CONFLICT (assembly_id, member_id, kind, channel, round) DO NOTHING`,
    { id, kind, at: clock.now().toISO()!, round }
  )
  return rowCount
}
