import Work from '#models/catalogue/work'

/** The ISRC of each of these works that has one, by work id. */
export async function isrcsOf(workIds: string[]): Promise<Record<string, string>> {
  const works = await Work.query().whereIn('id', workIds).whereNotNull('isrc').select('id', 'isrc')
  return Object.fromEntries(works.map(({ id, isrc }) => [id, isrc!]))
}
