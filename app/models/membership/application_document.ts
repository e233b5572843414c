import { ApplicationDocumentSchema } from '#database/schema'

/** A paper handed in with an application; its bytes are a file, known by their SHA-256. */
export default class ApplicationDocument extends ApplicationDocumentSchema {}
