import Notice from '#models/governance/notice'
import { sha256Hex } from '#values/digest'
import type { Clock } from '#values/clock'

/** The message whose personal link was used, with its member and meeting; null for an unknown link. */
export async function openInvitation(token: string, clock: Clock): Promise<Notice | null> {
  const notice = await Notice.query()
    .where('tokenHash', sha256Hex(token))
    .preload('assembly', (query) => query.preload('statuteProfile'))
    .preload('member')
    .first()
  if (!notice) return null
  return notice.markOpened(clock.now()).save()
}
