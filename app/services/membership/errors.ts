/**
 * A refusal that says what to do; nothing was changed. `code` is its key under
 * `membership.refusals`, `field` the field of the form it belongs beside.
 */
export class MembershipError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly figures: Record<string, string | number> = {},
    readonly field?: string
  ) {
    super(message)
    this.name = 'MembershipError'
  }
}
