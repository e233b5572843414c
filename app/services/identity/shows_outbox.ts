import app from '@adonisjs/core/services/app'
import env from '#start/env'

/** True where mails stay in the house and /dev/outbox shows them; never in production. */
export function showsOutbox(): boolean {
  return !app.inProduction && env.get('PEERFY_MODE') === 'embedded' && !env.get('SMTP_HOST')
}
