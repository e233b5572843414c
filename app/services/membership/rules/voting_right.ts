type Membership = {
  /** Days as YYYY-MM-DD. */
  joinedOn: string | null
  leftOn: string | null
  /** The latest admission: exits before it belong to an earlier membership. */
  admittedOn: string
  exits: { kind: string; state: string; effectiveOn: string }[]
}

/**
 * C12: a member votes from the day of joining until the day before an exit takes effect, and loses
 * the right with the first instant of that day. A reduction of shares takes no vote away.
 */
export function hasVotingRight(member: Membership, day: string): boolean {
  if (!member.joinedOn || member.joinedOn > day) return false
  if (member.leftOn && member.leftOn <= day) return false
  return !member.exits.some(
    ({ kind, state, effectiveOn }) =>
      kind !== 'reduction' &&
      state !== 'cancelled' &&
      effectiveOn <= day &&
      !(effectiveOn <= member.admittedOn && member.admittedOn <= day)
  )
}
