import Work from '#models/catalogue/work'
import type { ModelPaginatorContract } from '@adonisjs/lucid/types/model'

interface Search {
  /** Words of a title or an artist's name; accents and case do not matter. */
  text?: string
  kind?: 'audio' | 'video'
  artistSlug?: string
  sort?: 'newest' | 'title' | 'artist'
  page: number
  perPage: number
}

const MAX_WORDS = 8
const ORDERS = {
  newest: 'works.published_at DESC, works.id',
  title: 'plain_text(works.title), works.id',
  artist: 'plain_text(artists.name), plain_text(works.title), works.id',
}

/** Published works, each word of the search found in the title or the artist's name. */
export function searchCatalogue(search: Search): Promise<ModelPaginatorContract<Work>> {
  const query = Work.query()
    .select('works.*')
    .join('artists', 'artists.id', 'works.artist_id')
    .where('works.state', 'published')
    .preload('artist')
  if (search.kind) query.where('works.kind', search.kind)
  if (search.artistSlug) query.where('artists.slug', search.artistSlug)
  for (const word of wordsOf(search.text)) {
    query.whereRaw(
      `(plain_text(works.title) LIKE '%' || plain_text(:word) || '%' ESCAPE '\\'
        OR plain_text(artists.name) LIKE '%' || plain_text(:word) || '%' ESCAPE '\\')`,
      { word }
    )
  }
  query.orderByRaw(ORDERS[search.sort ?? 'newest'])
  return query.paginate(Math.max(1, search.page), search.perPage)
}

/** The words, with what LIKE would take for a wildcard made harmless. */
function wordsOf(text = ''): string[] {
  const words = text.slice(0, 200).split(/\s+/).filter(Boolean)
  return words.slice(0, MAX_WORDS).map((word) => word.replace(/[\\%_]/g, '\\$&'))
}
