/** Tunable numbers of the shares domain, the unit in the name; what statutes set is in them. */
const shares = {
  /** A call is recalled to its member so many days before it is due, then again every so often. */
  remindBeforeDueDays: 14,
  remindEveryDays: 30,
} as const

export default shares
