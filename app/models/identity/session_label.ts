import { SessionLabelSchema } from '#database/schema'

/** Where and when a session was opened, so that its owner recognises it and can end it. */
export default class SessionLabel extends SessionLabelSchema {}
