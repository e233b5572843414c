import { SplitSheetSchema } from '#database/schema'
import SplitLine from '#models/licensing/split_line'
import { hasMany } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'

/** How a work's money is shared from a date on; its lines sum to 10 000 basis points (P17). */
export default class SplitSheet extends SplitSheetSchema {
  @hasMany(() => SplitLine)
  declare lines: HasMany<typeof SplitLine>
}
