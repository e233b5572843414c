/** Tunable numbers of the shares domain, the unit in the name; what statutes set is in them. */
const shares = {
  /** A call is recalled to its member so many days before it is due, then again every so often. */
  remindBeforeDueDays: 14,
  remindEveryDays: 30,
  /** Who has not answered an order after so many days is reminded, once. */
  remindTakerAfterDays: 10,
  /** An order that nobody has answered for so long is urgent for the office. */
  unansweredAfterDays: 21,
  largestScanBytes: 10 * 1024 * 1024,
} as const

export default shares
