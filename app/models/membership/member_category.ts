import { MemberCategorySchema } from '#database/schema'

/** A quality of a member from one day until another; the statutes say what it gives. */
export default class MemberCategory extends MemberCategorySchema {
  get isOpen(): boolean {
    return this.validTo === null
  }
}
