import { AccountRoleSchema } from '#database/schema'

/** A staff role held by an account. */
export default class AccountRole extends AccountRoleSchema {}
