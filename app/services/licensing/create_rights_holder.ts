import Payee from '#models/licensing/payee'
import RightsHolder from '#models/licensing/rights_holder'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { tiePayeeToAccount } from '#services/licensing/claim_payees'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import db from '@adonisjs/lucid/services/db'

export const LEGAL_FORMS = ['person', 'group', 'company', 'association'] as const
export type LegalForm = (typeof LEGAL_FORMS)[number]
export const PAYEE_KINDS = ['author', 'performer', 'producer', 'label', 'publisher'] as const
export type PayeeKind = (typeof PAYEE_KINDS)[number]

interface Input {
  name: string
  legalForm: LegalForm
  /** The person who signs in for it, when there is one already. */
  accountId?: string | null
  /** Where it is told of shares; the account that verified this address signs in for it. */
  email?: string | null
  /** In what quality it is paid: the tax treatment depends on it (rules 6.3). */
  payeeKind: PayeeKind
  actor: Actor
  clock: Clock
  /** Only the demo fixes its ids. */
  ids?: { rightsHolder: string; payee: string }
}

/** A new rights-holder together with the payee through which it is paid. */
export async function createRightsHolder(
  input: Input
): Promise<{ rightsHolder: RightsHolder; payee: Payee }> {
  const { accountId = null, name, legalForm, payeeKind: kind, actor, clock } = input
  const email = input.email?.toLowerCase() ?? null
  const ids = input.ids ?? { rightsHolder: newId(), payee: newId() }
  return db.transaction(async (client) => {
    const createdAt = clock.now()
    const rightsHolder = await RightsHolder.create(
      { id: ids.rightsHolder, accountId, name, legalForm, createdAt },
      { client }
    )
    const payee = await Payee.create(
      { id: ids.payee, accountId, rightsHolderId: rightsHolder.id, name, kind, email, createdAt },
      { client }
    )
    await recordAuditEvent(client, {
      actor,
      action: 'licensing.create_rights_holder',
      subject: { type: 'rights_holder', id: rightsHolder.id },
      after: { name, legal_form: legalForm, kind, email },
      clock,
    })
    await tiePayeeToAccount(payee, { actor, clock }, client)
    return { rightsHolder, payee }
  })
}
