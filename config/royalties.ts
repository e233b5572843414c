/** Tunable numbers of the royalties domain, the unit in the name. */
const royalties = {
  /** Subscribers are cut into as many ranges as usage_units has partitions: the first hex digit. */
  rangeCount: 16,
  /** Bytes that wait in memory before a file is written to. */
  fileBufferBytes: 256 * 1024,
  /** Public listener counts below this are not shown (k-anonymity, rules 4.2). */
  fewestListenersShown: 5,
  /**
   * P16: money that can be taken back waits before it is paid out. A direct debit can be refunded
   * for 8 weeks without a reason; 5 bank days more for the bank to tell us.
   */
  holdAfterSettlement: {
    demo: { days: 0, bankDays: 0 },
    transfer: { days: 0, bankDays: 0 },
    card: { days: 56, bankDays: 5 },
    direct_debit: { days: 56, bankDays: 5 },
  },
  /** How often the command looks at a month that a worker closes. */
  pollEveryMs: 200,
  /** After this without progress the command works itself. */
  workerSilenceMs: 1_500,
  /** How many ranges the command's own worker does at once. */
  commandConcurrency: 2,
  /** A step that stays failed this long is not tried again by itself. */
  giveUpAfterMs: 4_000,
  jobAttempts: 3,
  jobBackoffMs: 500,
} as const

export default royalties
