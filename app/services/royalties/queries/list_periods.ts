import Period from '#models/royalties/period'

/** Every month, newest first. */
export async function listPeriods(): Promise<Period[]> {
  return Period.query().orderBy('period', 'desc')
}
