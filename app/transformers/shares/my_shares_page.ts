import type { I18n } from '@adonisjs/i18n'
import type Member from '#models/membership/member'
import type { myShares } from '#services/shares/queries/my_shares'
import { timelineEvents } from '#transformers/shares/timeline_words'
import { isoDay } from '#values/day'

type Labelled = { labelFr: string; labelEn: string } | null

/** A member's shares for the page, in the reader's language. */
export function mySharesPage(
  member: Member,
  { history, standing, ...shares }: Awaited<ReturnType<typeof myShares>>,
  i18n: I18n
) {
  const label = (one: Labelled) => one && (i18n.locale === 'en' ? one.labelEn : one.labelFr)
  return {
    member: {
      id: member.id,
      number: member.number,
      name: member.displayName,
      email: member.email,
      state: member.state,
      joinedOn: member.joinedOn && isoDay(member.joinedOn),
      category: label(standing.category),
      college: label(standing.college),
      mayVote: standing.mayVote,
    },
    shares: { ...shares, history: timelineEvents(i18n, history) },
  }
}
