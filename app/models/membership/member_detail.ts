import { MemberDetailSchema } from '#database/schema'

/** Who a member was from a day on: name, address, account. A correction is a new version. */
export default class MemberDetail extends MemberDetailSchema {}
