import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import applicationsConfig from '#config/applications'
import Application from '#models/membership/application'
import { dropDocumentFolder } from '#services/membership/applications/document_files'
import type { Clock } from '#values/clock'

/**
 * Forgets what was typed and never signed once it is old: nobody asked us to keep it.
 *
 * @returns how many were forgotten
 */
export async function forgetUnsignedApplications(clock: Clock): Promise<{ forgotten: number }> {
  const before = clock.now().minus({ days: applicationsConfig.unsignedKeptDays })
  const forgotten: { id: string }[] = await db
    .from('applications')
    .whereNull('signed_at')
    .where('created_at', '<', before.toJSDate())
    .delete()
    .returning('id')
  for (const { id } of forgotten) await dropDocumentFolder(id)
  return { forgotten: forgotten.length }
}

/**
 * An account closes: what it had not signed goes, what it had signed stays without the account.
 * The files of what goes are removed with it.
 */
export async function letGoOfAccount(trx: TransactionClientContract, accountId: string) {
  const unsigned = await Application.query({ client: trx })
    .where('accountId', accountId)
    .whereNull('signedAt')
  for (const application of unsigned) {
    await application.useTransaction(trx).delete()
    trx.after('commit', () => dropDocumentFolder(application.id))
  }
  await trx.from('applications').where('account_id', accountId).update({ account_id: null })
}
