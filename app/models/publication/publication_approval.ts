import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { PublicationApprovalSchema } from '#database/schema'
import Account from '#models/identity/account'

/** One person's yes to one root and one report (P21). */
export default class PublicationApproval extends PublicationApprovalSchema {
  @belongsTo(() => Account)
  declare account: BelongsTo<typeof Account>
}
