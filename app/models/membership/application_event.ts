import { ApplicationEventSchema } from '#database/schema'

export type ApplicationEventKind =
  | 'created'
  | 'code_sent'
  | 'signed'
  | 'document_added'
  | 'document_removed'
  | 'admitted'
  | 'refused'
  | 'withdrawn'

/** One line of an application's story. */
export default class ApplicationEvent extends ApplicationEventSchema {
  declare kind: ApplicationEventKind
}
