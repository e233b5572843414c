import { hasMany } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'
import { PublicationSchema } from '#database/schema'
import PublicationApproval from '#models/publication/publication_approval'
import type { PublicReport } from '#services/publication/documents/public_report'

/** A sealed month: its root, its public report and the report's hash. Never changed. */
export default class Publication extends PublicationSchema {
  @hasMany(() => PublicationApproval)
  declare approvals: HasMany<typeof PublicationApproval>

  get rootHex(): string {
    return `0x${this.root.toString('hex')}`
  }

  get docHashHex(): string {
    return `0x${this.docHash.toString('hex')}`
  }

  get report(): PublicReport {
    return JSON.parse(this.publicReport.toString('utf8'))
  }
}
