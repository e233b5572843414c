import type { I18n } from '@adonisjs/i18n'
import type RegisterImport from '#models/shares/register_import'
import type { ImportReport } from '#services/shares/import/check_import'
import { IMPORT_FIELDS, REQUIRED_FIELDS, type ImportMapping } from '#services/shares/import/columns'
import type { LineError } from '#services/shares/import/read_line'
import { lineWords } from '#transformers/shares/import_words'

/** A checked file for its page: every error of it in words, by line. */
export function importPage(stored: RegisterImport, i18n: I18n) {
  const report = stored.report as ImportReport
  const words = (list: LineError[]) =>
    list.map((one, index) => ({
      id: String(index),
      line: one.line,
      field: one.field,
      text: lineWords(i18n, one),
    }))
  const { errors, warnings, ...rest } = report
  return {
    file: {
      id: stored.id,
      name: stored.fileName,
      sha256: stored.fileSha256,
      state: stored.state,
      createdAt: stored.createdAt.toISO()!,
      appliedAt: stored.appliedAt?.toISO() ?? null,
      appliedBy: stored.appliedByLabel?.replace(/ <.*>$/, '') ?? null,
    },
    mapping: stored.mapping as ImportMapping,
    fields: IMPORT_FIELDS.map((name) => ({ name, required: REQUIRED_FIELDS.includes(name) })),
    report: { ...rest, errors: words(errors), warnings: words(warnings) },
  }
}
