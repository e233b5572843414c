import { SurplusAllocationSchema } from '#database/schema'
import AnnualAccounts from '#models/shares/annual_accounts'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'

/** What a draft or a vote makes of a year's surplus. Voted or discarded, it never changes. */
export default class SurplusAllocation extends SurplusAllocationSchema {
  @belongsTo(() => AnnualAccounts)
  declare annualAccounts: BelongsTo<typeof AnnualAccounts>
}
