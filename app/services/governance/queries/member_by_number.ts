import Member from '#models/membership/member'

/** The active member of a number of the register. */
export function memberByNumber(number: number): Promise<Member | null> {
  return Member.query().where({ number, state: 'active' }).first()
}
