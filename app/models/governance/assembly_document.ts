import { AssemblyDocumentSchema } from '#database/schema'

/** A paper of a meeting; its bytes lie in the storage, known by their SHA-256. */
export default class AssemblyDocument extends AssemblyDocumentSchema {}
