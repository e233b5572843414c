import Payee from '#models/licensing/payee'
import RightsHolder from '#models/licensing/rights_holder'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { tiePayeeToAccount } from '#services/licensing/claim_payees'
import type { LegalForm } from '#services/licensing/create_rights_holder'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  payeeId: string
  name: string
  legalForm: LegalForm
  email: string | null
  actor: Actor
  clock: Clock
}

/**
 * Corrects the name, form and address of a rights-holder and its payee. In what quality it is paid
 * stays: months that are closed were paid in it (rules 6.3).
 */
export async function editRightsHolder(
  input: Input
): Promise<Result<RightsHolder, 'unknown_payee'>> {
  const { name, legalForm, actor, clock } = input
  const email = input.email?.toLowerCase() ?? null
  return db.transaction(async (client) => {
    const payee = await Payee.query({ client }).where('id', input.payeeId).forUpdate().first()
    const holder =
      payee?.rightsHolderId && (await RightsHolder.find(payee.rightsHolderId, { client }))
    if (!payee || !holder) return err('unknown_payee' as const)
    const before = { name: holder.name, legal_form: holder.legalForm, email: payee.email }
    const after = { name, legal_form: legalForm, email }
    await holder.merge({ name, legalForm }).save()
    await payee.merge({ name, email }).save()
    await recordAuditEvent(client, {
      actor,
      action: 'licensing.edit_rights_holder',
      subject: { type: 'rights_holder', id: holder.id },
      before,
      after,
      clock,
    })
    await tiePayeeToAccount(payee, { actor, clock }, client)
    return ok(holder)
  })
}
