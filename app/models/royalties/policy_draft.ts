import { PolicyDraftSchema } from '#database/schema'

/** A rule that is proposed to an assembly; nothing is shared out by it before its adoption. */
export default class PolicyDraft extends PolicyDraftSchema {
  get isOpen(): boolean {
    return this.policyId === null && this.discardedAt === null
  }
}
