import { LicenceSchema } from '#database/schema'
import LicenceText from '#models/licensing/licence_text'
import RightsHolder from '#models/licensing/rights_holder'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'

/** A rights-holder's signature under one version of a licence text, for one work. */
export default class Licence extends LicenceSchema {
  @belongsTo(() => LicenceText)
  declare licenceText: BelongsTo<typeof LicenceText>

  @belongsTo(() => RightsHolder)
  declare rightsHolder: BelongsTo<typeof RightsHolder>
}
