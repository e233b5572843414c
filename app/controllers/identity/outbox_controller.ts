import type { HttpContext } from '@adonisjs/core/http'
import OutboxMail from '#models/identity/outbox_mail'
import { showsOutbox } from '#services/identity/shows_outbox'

/** The mails that embedded mode keeps instead of sending. Does not exist in production. */
export default class OutboxController {
  async index({ inertia, response }: HttpContext) {
    if (!showsOutbox()) return response.notFound()
    const mails = await OutboxMail.query().orderBy('sent_at', 'desc').limit(50)
    return inertia.render('identity/outbox', {
      mails: mails.map((mail) => ({
        id: mail.id,
        recipients: mail.recipients,
        subject: mail.subject,
        text: mail.textBody ?? '',
        sentAt: mail.sentAt.toISO()!,
      })),
    })
  }
}
