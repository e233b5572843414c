/** Tunable numbers of the members' record, the unit in the name. */
const membership = {
  /** What is kept of a former member's person so long after leaving, then may be erased. */
  retentionYears: 5,
  membersPerPage: 25,
  /** A list that is filtered finely is counted up to here, then « more than ». */
  countedMembers: 1_000,
  exportBatch: 1_000,
} as const

export default membership
