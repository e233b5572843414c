import { CauseSchema } from '#database/schema'

/** What the contributions' part of the fees may go to; retired causes stay where they are named. */
export default class Cause extends CauseSchema {
  get isRetired(): boolean {
    return this.retiredAt !== null
  }

  description(locale: string): string {
    return locale === 'en' ? this.descriptionEn : this.descriptionFr
  }
}
