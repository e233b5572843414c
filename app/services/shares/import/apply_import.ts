import db from '@adonisjs/lucid/services/db'
import RegisterImport from '#models/shares/register_import'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { checkImport, type ImportReport } from '#services/shares/import/check_import'
import type { ImportMapping } from '#services/shares/import/columns'
import { inRegister } from '#services/shares/movements/in_register'
import { loadStart } from '#services/shares/import/start_of_import'
import { ImportLineError, writeImport } from '#services/shares/import/write_import'
import type { Clock } from '#values/clock'
import { err, type Result } from '#values/result'

export type ApplyRefusal =
  SharesRefusal | { code: 'line_refused'; figures: { line: number; why: string } }

/**
 * Takes a checked file into the register, whole or not at all: checked once more under the register's
 * lock, then written through the register's one writer. Taking it twice is refused.
 */
export async function applyImport(given: {
  id: string
  actor: Actor
  clock: Clock
}): Promise<Result<RegisterImport, ApplyRefusal>> {
  try {
    return await inRegister(async (trx) => {
      const stored = await RegisterImport.query({ client: trx })
        .where('id', given.id)
        .forUpdate()
        .first()
      if (!stored?.isOpen || !stored.content) throw new SharesError('import_not_open')
      const { fileSha256 } = stored
      const twin = await RegisterImport.query({ client: trx })
        .where({ fileSha256, state: 'applied' })
        .first()
      if (twin) throw new SharesError('same_file')
      const { report, rehearsal } = await recheck(stored, given.clock)
      if (!rehearsal) throw new SharesError('import_has_errors', { count: report.errorCount })
      const { statutesOn } = await loadStart([], given.clock)
      await writeImport(trx, rehearsal, statutesOn, {
        ...given,
        fileSha256,
        fileName: stored.fileName,
      })
      await stored.useTransaction(trx).apply(given.clock.now(), actorLabel(given.actor)).save()
      await recordAuditEvent(trx, {
        actor: given.actor,
        action: 'shares.apply_import',
        subject: { type: 'register_import', id: stored.id },
        after: { file: stored.fileName, sha256: fileSha256, ...totalsOf(report) },
        clock: given.clock,
      })
      return stored
    }, db)
  } catch (error) {
    if (!(error instanceof ImportLineError) || !error.refusal) throw error
    return err({ code: 'line_refused', figures: { line: error.line, why: error.refusal.code } })
  }
}

/** Others may have moved shares since the file was checked. */
async function recheck(stored: RegisterImport, clock: Clock) {
  const checked = await checkImport(stored.content!, clock, stored.mapping as ImportMapping)
  if (!checked.ok) throw new SharesError('import_has_errors', { count: 1 })
  return checked.value
}

function totalsOf({ lineCount, totals }: ImportReport) {
  return { lines: lineCount, members: totals.members, subscribed_cents: totals.subscribedCents }
}

/** Lets a checked file go; only its name and hash stay. */
export async function discardImport(stored: RegisterImport): Promise<void> {
  if (stored.isOpen) await stored.discard().save()
}
