import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { BaseCommand, args, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import type RegisterImport from '#models/shares/register_import'
import type { ImportReport } from '#services/shares/import/check_import'
import type { Actor } from '#services/identity/record_audit_event'
import { Clock } from '#values/clock'
import { plainCents } from '#values/money'

const SHOWN = 50

export default class SharesImport extends BaseCommand {
  static commandName = 'shares:import'
  static description = 'Check a register kept in a CSV file, and take it over whole with --apply'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'The CSV file; a sample is on the import page of the office' })
  declare file: string

  @flags.boolean({ description: 'Take the file over when it has no error; else only check it' })
  declare apply: boolean

  @flags.string({ description: 'In the name of this account (e-mail); else "system"' })
  declare as?: string

  @flags.string({ description: 'Language of the messages: fr or en', default: 'en' })
  declare locale: string

  async run() {
    const { storeImport } = await import('#services/shares/import/store_import')
    const { refusedFile } = await import('#transformers/shares/import_words')
    const clock = await this.app.container.make(Clock)
    const content = await readFile(this.file).catch(() => null)
    if (!content) return this.#refuse(`${this.file} cannot be read: check its name.`)
    const actor = await this.#actor()
    if (!actor) return this.#refuse(`No account has the address ${this.as}.`)
    const stored = await storeImport({ content, fileName: basename(this.file), actor, clock })
    if (!stored.ok) {
      const { messages } = refusedFile(await this.#i18n(), stored.error)
      return this.#refuse(messages[0].message)
    }
    await this.#report(stored.value.report as ImportReport)
    if (!this.apply) return
    await this.#take(stored.value, actor, clock)
  }

  async #take(stored: RegisterImport, actor: Actor, clock: Clock) {
    const { applyImport } = await import('#services/shares/import/apply_import')
    const { importRefusal } = await import('#transformers/shares/import_words')
    const outcome = await applyImport({ id: stored.id, actor, clock })
    if (!outcome.ok) return this.#refuse(importRefusal(await this.#i18n(), outcome.error))
    this.logger.success(`${stored.lineCount} lines are in the register.`)
  }

  async #report(report: ImportReport) {
    const { lineWords } = await import('#transformers/shares/import_words')
    const i18n = await this.#i18n()
    const { errors, errorCount, missingColumns, totals, lineCount } = report
    for (const error of errors.slice(0, SHOWN)) {
      this.logger.error(`line ${error.line}, ${error.field ?? '-'}: ${lineWords(i18n, error)}`)
    }
    for (const warning of report.warnings.slice(0, SHOWN)) {
      this.logger.warning(`line ${warning.line}: ${lineWords(i18n, warning)}`)
    }
    if (missingColumns.length > 0)
      this.logger.error(`missing columns: ${missingColumns.join(', ')}`)
    this.logger.info(
      `${lineCount} lines, ${totals.members} members, ${totals.shares} shares, ${plainCents(totals.subscribedCents)} EUR subscribed, ${errorCount} errors`
    )
    if (errorCount + missingColumns.length > 0) this.exitCode = 1
  }

  async #actor(): Promise<Actor | null> {
    if (!this.as) return { label: 'system' }
    const { default: Account } = await import('#models/identity/account')
    return Account.findBy('email', this.as.trim().toLowerCase())
  }

  async #i18n() {
    const { default: i18nManager } = await import('@adonisjs/i18n/services/main')
    return i18nManager.locale(this.locale === 'fr' ? 'fr' : 'en')
  }

  #refuse(reason: string) {
    this.logger.error(`${reason} Nothing was registered.`)
    this.exitCode = 1
  }
}
