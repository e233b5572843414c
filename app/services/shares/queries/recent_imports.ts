import db from '@adonisjs/lucid/services/db'
import RegisterImport from '#models/shares/register_import'

const SHOWN = 50

/** Whether the check found something to correct: such a file cannot be taken over. */
const IS_FAULTY = `((report ->> 'errorCount')::int > 0 OR report -> 'missingColumns' <> '[]') AS faulty`

/** The last files, newest first; what they hold stays behind. */
export async function recentImports() {
  const found = await RegisterImport.query()
    .select('id', 'fileName', 'state', 'lineCount', 'createdAt', 'createdByLabel', 'appliedAt')
    .select(db.raw(IS_FAULTY))
    .whereNot('state', 'discarded')
    .orderBy('createdAt', 'desc')
    .limit(SHOWN)
  return found.map((one) => ({
    id: one.id,
    fileName: one.fileName,
    state: one.state === 'checked' && one.$extras.faulty ? 'faulty' : one.state,
    lineCount: one.lineCount,
    createdAt: one.createdAt.toISO()!,
    createdBy: one.createdByLabel.replace(/ <.*>$/, ''),
    appliedAt: one.appliedAt?.toISO() ?? null,
  }))
}
