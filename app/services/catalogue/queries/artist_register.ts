import Artist from '#models/catalogue/artist'
import RightsHolder from '#models/licensing/rights_holder'

export const ARTIST_SORTS = ['name', '-name', 'created_at', '-created_at'] as const
const ARTISTS_PER_PAGE = 50

export type ArtistFilter = {
  search?: string
  sort?: (typeof ARTIST_SORTS)[number]
  page?: number
}

/** One page of the staff's register of artists, each with its rights-holder and its works' count. */
export async function artistRegister(filter: ArtistFilter) {
  const sort = filter.sort ?? 'name'
  const column = sort.endsWith('name') ? 'plain_text(artists.name)' : 'artists.created_at'
  const query = Artist.query()
    .withCount('works')
    .orderByRaw(`${column} ${sort.startsWith('-') ? 'DESC' : 'ASC'}, artists.id`)
  if (filter.search) {
    query.whereRaw('position(plain_text(:text) in plain_text(artists.name)) > 0', {
      text: filter.search,
    })
  }
  const found = await query.paginate(filter.page ?? 1, ARTISTS_PER_PAGE)
  const artists = found.all()
  const holders = await RightsHolder.query().whereIn(
    'id',
    artists.flatMap(({ rightsHolderId }) => rightsHolderId ?? [])
  )
  const names = new Map(holders.map(({ id, name }) => [id, name]))
  return {
    artists: artists.map((artist) => ({
      id: artist.id,
      name: artist.name,
      bioFr: artist.bioFr,
      bioEn: artist.bioEn,
      rightsHolderId: artist.rightsHolderId,
      rightsHolderName: names.get(artist.rightsHolderId ?? '') ?? null,
      works: Number(artist.$extras.works_count),
    })),
    paging: { page: found.currentPage, perPage: ARTISTS_PER_PAGE, total: found.total },
  }
}

/** Every artist for a list of choices, by name. */
export function artistChoices(): Promise<Artist[]> {
  return Artist.query().select('id', 'name').orderByRaw('plain_text(name), id')
}

/** True for the id of an artist that is there. */
export async function isArtist(id: string): Promise<boolean> {
  return (await Artist.find(id)) !== null
}
