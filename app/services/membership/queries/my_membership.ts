import Member from '#models/membership/member'

/** The membership behind an account, former ones included; null when there is none. */
export function myMembership(accountId: string): Promise<Member | null> {
  return Member.query().where('accountId', accountId).whereNot('state', 'lapsed').first()
}
