import { OutboxMailSchema } from '#database/schema'

/** A mail kept instead of sent, in embedded mode. */
export default class OutboxMail extends OutboxMailSchema {}
