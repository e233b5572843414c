import RegisterImport from '#models/shares/register_import'

const SHOWN = 50

/** The last files, newest first; what they hold stays behind. */
export async function recentImports() {
  const found = await RegisterImport.query()
    .select('id', 'fileName', 'state', 'lineCount', 'createdAt', 'createdByLabel', 'appliedAt')
    .whereNot('state', 'discarded')
    .orderBy('createdAt', 'desc')
    .limit(SHOWN)
  return found.map((one) => ({
    id: one.id,
    fileName: one.fileName,
    state: one.state,
    lineCount: one.lineCount,
    createdAt: one.createdAt.toISO()!,
    createdBy: one.createdByLabel.replace(/ <.*>$/, ''),
    appliedAt: one.appliedAt?.toISO() ?? null,
  }))
}
