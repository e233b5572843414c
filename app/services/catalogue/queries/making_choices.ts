import {
  payeeChoices,
  rightsHolderChoices,
  textChoices,
} from '#services/licensing/queries/making_choices'
import type { DateTime } from 'luxon'

/** What the forms of a work's licence and split sheet let choose from. */
export async function makingChoices(now: DateTime) {
  return {
    holders: await rightsHolderChoices(),
    payees: await payeeChoices(),
    texts: await textChoices(now),
    today: now.toISODate()!,
  }
}
