import { PlanSchema } from '#database/schema'

/** What is offered, at which price, VAT included. */
export default class Plan extends PlanSchema {
  name(locale: string): string {
    return locale === 'en' ? this.nameEn : this.nameFr
  }
}
