import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AgendaItem from '#models/governance/agenda_item'
import Assembly from '#models/governance/assembly'
import type Notice from '#models/governance/notice'
import type { NoticeMailContent } from '#mails/governance/notice_mail'
import { calendarFile } from '#services/governance/notices/calendar_file'
import { letterheadOn } from '#services/documents/letterhead'
import env from '#start/env'
import { isoDay } from '#values/day'

/** What a message says to its member; null where nobody is left to tell. */
export async function noticeContent(
  trx: TransactionClientContract,
  notice: Notice,
  token: string
): Promise<NoticeMailContent | null> {
  const assembly = await Assembly.findOrFail(notice.assemblyId, { client: trx })
  if (assembly.state === 'cancelled' && notice.kind !== 'cancellation') return null
  const items = await AgendaItem.query({ client: trx })
    .where('assemblyId', assembly.id)
    .orderBy('position')
  const person = await trx
    .from('members as m')
    .leftJoin('accounts as a', 'a.id', 'm.account_id')
    .where('m.id', notice.memberId)
    .select('m.display_name', 'a.locale')
    .first()
  if (!person) return null
  const url = invitationUrl(token)
  const house = await letterheadOn(isoDay(assembly.noticedAt ?? assembly.createdAt))
  return {
    kind: notice.kind,
    to: notice.address,
    fullName: person.display_name,
    locale: person.locale === 'en' ? 'en' : 'fr',
    house: house?.name ?? 'Peerfy',
    assembly: {
      kind: assembly.kind,
      call: assembly.call,
      title: assembly.title,
      startsAt: assembly.startsAt,
      place: assembly.place,
      remoteLink: assembly.remoteLink,
      cancelReason: assembly.cancelReason,
    },
    agenda: items.map(({ title }) => title),
    url,
    calendar: notice.kind === 'cancellation' ? null : calendarFile(assembly, url),
  }
}

export function invitationUrl(token: string): string {
  return new URL(`/governance/invitations/${token}`, env.get('APP_URL')).toString()
}
