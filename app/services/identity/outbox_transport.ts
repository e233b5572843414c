import app from '@adonisjs/core/services/app'
import { MailResponse } from '@adonisjs/mail'
import type { MailTransportContract, NodeMailerMessage } from '@adonisjs/mail/types'
import { Clock } from '#values/clock'
import { newId } from '#values/id'

function addresses(to: NodeMailerMessage['to']) {
  const list = Array.isArray(to) ? to : to ? [to] : []
  return list.map((entry) => (typeof entry === 'string' ? entry : entry.address)).join(', ')
}

/** Keeps mails in the database, where /dev/outbox shows them; never used in production. */
export class OutboxTransport implements MailTransportContract {
  async send(message: NodeMailerMessage) {
    const { default: OutboxMail } = await import('#models/identity/outbox_mail')
    const clock = await app.container.make(Clock)
    const id = newId()
    await OutboxMail.create({
      id,
      recipients: addresses(message.to),
      subject: message.subject ?? '',
      textBody: typeof message.text === 'string' ? message.text : null,
      htmlBody: typeof message.html === 'string' ? message.html : null,
      sentAt: clock.now(),
    })
    return new MailResponse(id, { from: '', to: [addresses(message.to)] }, {})
  }
}
