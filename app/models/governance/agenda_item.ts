import { AgendaItemSchema } from '#database/schema'

/** A point of the agenda; fixed once the notice is sent (C28). */
export default class AgendaItem extends AgendaItemSchema {}
