import RegisterImport from '#models/shares/register_import'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import { checkImport, type ImportReport } from '#services/shares/import/check_import'
import type { ImportMapping } from '#services/shares/import/columns'
import type { TableRefusal } from '#services/shares/import/read_table'
import { sha256Hex } from '#values/digest'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'

export type StoreRefusal = TableRefusal | { key: 'same_file'; on: string }

/** Takes a file in and checks it: nothing of it is in the register yet. The same file twice is refused. */
export async function storeImport(given: {
  content: Buffer
  fileName: string
  mapping?: ImportMapping
  actor: Actor
  clock: Clock
}): Promise<Result<RegisterImport, StoreRefusal>> {
  const { content, fileName, actor, clock } = given
  const fileSha256 = sha256Hex(content)
  const applied = await RegisterImport.query().where({ fileSha256, state: 'applied' }).first()
  if (applied) return err({ key: 'same_file', on: applied.appliedAt!.toISODate()! })
  const checked = await checkImport(content, clock, given.mapping)
  if (!checked.ok) return checked
  const { mapping, report } = checked.value
  return ok(
    await RegisterImport.create({
      id: newId(),
      fileName: fileName.slice(0, 200),
      fileSha256,
      content,
      mapping,
      report,
      state: 'checked',
      lineCount: report.lineCount,
      createdAt: clock.now(),
      createdByLabel: actorLabel(actor),
    })
  )
}

/** Checks a file again under other columns. */
export async function remapImport(
  stored: RegisterImport,
  mapping: ImportMapping,
  clock: Clock
): Promise<ImportReport | null> {
  if (!stored.isOpen || !stored.content) return null
  const checked = await checkImport(stored.content, clock, mapping)
  if (!checked.ok) return null
  stored.mapping = checked.value.mapping
  stored.report = checked.value.report
  await stored.save()
  return checked.value.report
}
