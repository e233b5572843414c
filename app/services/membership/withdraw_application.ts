import db from '@adonisjs/lucid/services/db'
import Application from '#models/membership/application'
import { sendApplicationMail } from '#services/membership/applications/send_application_mail'
import { tellEvent } from '#services/membership/applications/tell_event'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

/** The applicant takes the application back, as long as nobody has decided on it. */
export async function withdrawApplication(input: {
  applicationId: string
  clock: Clock
}): Promise<Result<Application, 'not_open'>> {
  const { applicationId, clock } = input
  const withdrawn = await db.transaction(async (trx) => {
    const application = await Application.query({ client: trx })
      .where('id', applicationId)
      .forUpdate()
      .firstOrFail()
    if (!application.isOpen) return null
    await application
      .merge({ state: 'withdrawn', codeHash: null, codeExpiresAt: null })
      .useTransaction(trx)
      .save()
    const actor = { label: application.displayName }
    await tellEvent(trx, { applicationId, kind: 'withdrawn', actor, clock })
    return application
  })
  if (!withdrawn) return err('not_open')
  if (withdrawn.signedAt) await sendApplicationMail(withdrawn, { kind: 'withdrawn' })
  return ok(withdrawn)
}
