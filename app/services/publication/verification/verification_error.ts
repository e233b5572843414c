/** In the order in which one stands on the other. */
export const VERIFY_STEPS = [
  'files',
  'usage',
  'registers',
  'allocation',
  'statements',
  'tree',
  'report',
  'approvals',
  'chain',
] as const
export type VerifyStep = (typeof VERIFY_STEPS)[number]

/** A month is not what was published; the message says what differs. */
export class VerificationError extends Error {}
