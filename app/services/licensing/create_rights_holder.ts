import Payee from '#models/licensing/payee'
import RightsHolder from '#models/licensing/rights_holder'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import db from '@adonisjs/lucid/services/db'

export type LegalForm = 'person' | 'group' | 'company' | 'association'
export type PayeeKind = 'author' | 'performer' | 'producer' | 'label' | 'publisher'

interface Input {
  name: string
  legalForm: LegalForm
  /** The person who signs in for it, when there is one already. */
  accountId?: string | null
  /** In what quality it is paid: the tax treatment depends on it (rules 6.3). */
  payeeKind: PayeeKind
  clock: Clock
  /** Only the demo fixes its ids. */
  ids?: { rightsHolder: string; payee: string }
}

/** A new rights-holder together with the payee through which it is paid. */
export async function createRightsHolder(
  input: Input
): Promise<{ rightsHolder: RightsHolder; payee: Payee }> {
  const { accountId = null, name, legalForm, clock } = input
  const ids = input.ids ?? { rightsHolder: newId(), payee: newId() }
  return db.transaction(async (client) => {
    const createdAt = clock.now()
    const rightsHolder = await RightsHolder.create(
      { id: ids.rightsHolder, accountId, name, legalForm, createdAt },
      { client }
    )
    const payee = await Payee.create(
      {
        id: ids.payee,
        accountId,
        rightsHolderId: rightsHolder.id,
        name,
        kind: input.payeeKind,
        createdAt,
      },
      { client }
    )
    return { rightsHolder, payee }
  })
}
