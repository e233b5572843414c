import { PayeeSchema } from '#database/schema'
import Account from '#models/identity/account'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'

/** Who receives a share of what a work earns; splits name payees. */
export default class Payee extends PayeeSchema {
  @belongsTo(() => Account)
  declare account: BelongsTo<typeof Account>
}
