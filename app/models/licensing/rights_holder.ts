import { RightsHolderSchema } from '#database/schema'
import Payee from '#models/licensing/payee'
import { hasMany } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'

/** Who may license works: a person, a group, a company or an association. */
export default class RightsHolder extends RightsHolderSchema {
  @hasMany(() => Payee)
  declare payees: HasMany<typeof Payee>
}
