import { LicenceTextSchema } from '#database/schema'

/** One version of a licence's words. Never changed: a new wording is a new version. */
export default class LicenceText extends LicenceTextSchema {
  title(locale: string): string {
    return locale === 'en' ? this.titleEn : this.titleFr
  }

  body(locale: string): string {
    return locale === 'en' ? this.bodyEn : this.bodyFr
  }
}
