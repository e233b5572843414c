import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import ProxyMail from '#mails/governance/proxy_mail'
import Assembly from '#models/governance/assembly'
import type Proxy from '#models/governance/proxy'
import { momentText } from '#services/governance/documents/paper_words'
import env from '#start/env'

export type ProxyNews = 'offered' | 'accepted' | 'refused' | 'revoked' | 'revoked_holder'

type Person = { name: string; email: string; locale: 'fr' | 'en' }

/**
 * C24: the holder is told that they were offered a proxy, or that it was taken back; the giver what
 * the holder answered, and that what they took back is theirs again.
 */
export async function sendProxyMail(
  proxy: Pick<Proxy, 'assemblyId' | 'fromMemberId' | 'toMemberId'>,
  news: 'offered' | 'accepted' | 'refused' | 'revoked'
): Promise<void> {
  const giver = await personOf(proxy.fromMemberId)
  const holder = proxy.toMemberId ? await personOf(proxy.toMemberId) : null
  const assembly = await Assembly.findOrFail(proxy.assemblyId)
  const tell = async (to: Person | null, other: Person | null, what: ProxyNews) => {
    if (!to || !other) return
    const data = {
      ...{ name: to.name, other: other.name, title: assembly.title },
      at: momentText(assembly.startsAt.toISO()!, to.locale),
    }
    const url = new URL(`/governance/mine/${assembly.id}/proxies`, env.get('APP_URL')).toString()
    await mail.sendLater(new ProxyMail({ to: to.email, locale: to.locale, news: what, data, url }))
  }
  if (news === 'offered') await tell(holder, giver, 'offered')
  else await tell(giver, holder, news)
  if (news === 'revoked') await tell(holder, giver, 'revoked_holder')
}

async function personOf(memberId: string): Promise<Person | null> {
  const row = await db
    .from('members as m')
    .leftJoin('accounts as a', 'a.id', 'm.account_id')
    .where('m.id', memberId)
    .select('m.display_name', 'm.email', 'a.email as login', 'a.locale')
    .first()
  const email = row?.login ?? row?.email
  if (!email) return null
  return { name: row.display_name, email, locale: row.locale === 'en' ? 'en' : 'fr' }
}
