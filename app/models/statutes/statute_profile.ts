import { StatuteProfileSchema } from '#database/schema'

/** One version of the statutes: a draft that may change, or what was adopted and never does. */
export default class StatuteProfile extends StatuteProfileSchema {
  get isDraft(): boolean {
    return this.state === 'draft'
  }
}
