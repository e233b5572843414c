import db from '@adonisjs/lucid/services/db'
import Application from '#models/membership/application'
import { dropDocumentFolder } from '#services/membership/applications/document_files'
import { sendApplicationMail } from '#services/membership/applications/send_application_mail'
import { tellEvent } from '#services/membership/applications/tell_event'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

type Withdrawn = { application: Application; erased: boolean }

/**
 * The applicant takes the application back, as long as nobody has decided on it. What was signed
 * stays in the record as withdrawn; what never was is erased.
 */
export async function withdrawApplication(input: {
  applicationId: string
  clock: Clock
}): Promise<Result<Withdrawn, 'not_open'>> {
  const { applicationId, clock } = input
  const withdrawn = await db.transaction(async (trx) => {
    const application = await Application.query({ client: trx })
      .where('id', applicationId)
      .forUpdate()
      .firstOrFail()
    if (!application.isOpen) return null
    if (!application.signedAt) {
      await application.useTransaction(trx).delete()
      return { application, erased: true }
    }
    await application.merge({ state: 'withdrawn' }).useTransaction(trx).save()
    const actor = { label: application.displayName }
    await tellEvent(trx, { applicationId, kind: 'withdrawn', actor, clock })
    return { application, erased: false }
  })
  if (!withdrawn) return err('not_open')
  if (withdrawn.erased) await dropDocumentFolder(applicationId)
  else await sendApplicationMail(withdrawn.application, { kind: 'withdrawn' })
  return ok(withdrawn)
}
