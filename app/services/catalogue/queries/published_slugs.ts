import Work from '#models/catalogue/work'

/** Addresses of works that have a public page, by work id. */
export async function publishedSlugs(workIds: string[]): Promise<Record<string, string>> {
  if (workIds.length === 0) return {}
  const works = await Work.query()
    .select('id', 'slug')
    .whereIn('id', workIds)
    .where('state', 'published')
  return Object.fromEntries(works.map(({ id, slug }) => [id, slug]))
}
