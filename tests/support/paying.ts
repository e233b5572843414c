import db from '@adonisjs/lucid/services/db'
import { settlePaymentRow } from '#tests/support/months'
import { newId } from '#values/id'

/** Whatever month a test's clock shows, this fee has not run out. */
const FAR_MONTH = '2099-12'

/** A pseudonym whose works are open: a verified account, a subscription, a settled fee. */
export async function openAccess(subscriberId: string, paidMonth = FAR_MONTH): Promise<void> {
  const { account_id: known } = await db.from('subscribers').where('id', subscriberId).firstOrFail()
  if (!known) {
    const accountId = newId()
    await db.table('accounts').insert({
      id: accountId,
      email: `${accountId}@exemple.fr`,
      full_name: 'Camille Morel',
      password: '-',
      locale: 'fr',
      email_verified_at: '2026-01-01T00:00:00Z',
      created_at: '2026-01-01T00:00:00Z',
    })
    await db.from('subscribers').where('id', subscriberId).update({ account_id: accountId })
  }
  await settlePaymentRow(subscriberId, paidMonth)
}
