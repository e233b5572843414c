import Work, { type WorkState } from '#models/catalogue/work'
import type { ModelPaginatorContract } from '@adonisjs/lucid/types/model'

interface Filter {
  states?: WorkState[]
  text?: string
  /** Only those whose newest split sheet somebody has not accepted. */
  sharesWait?: boolean
  sort?: 'title' | 'artist' | 'state' | 'created_at'
  direction?: 'asc' | 'desc'
  page: number
  perPage: number
}

const COLUMNS = {
  title: 'plain_text(works.title)',
  artist: 'plain_text(artists.name)',
  state: 'works.state',
  created_at: 'works.created_at',
}

/** Works in any state with their history, for the staff's register and the moderation queue. */
export function listWorks(filter: Filter): Promise<ModelPaginatorContract<Work>> {
  const query = Work.query()
    .select('works.*')
    .join('artists', 'artists.id', 'works.artist_id')
    .preload('artist')
    .preload('stateChanges', (changes) => changes.orderBy('at', 'desc'))
  if (filter.states) query.whereIn('works.state', filter.states)
  if (filter.sharesWait) {
    query.whereRaw(
      `EXISTS (SELECT 1 FROM split_lines l JOIN split_sheets s ON s.id = l.split_sheet_id
                WHERE s.work_id = works.id AND l.accepted_at IS NULL AND NOT EXISTS (
                  SELECT 1 FROM split_sheets n
                   WHERE n.work_id = s.work_id AND n.version > s.version))`
    )
  }
  if (filter.text) {
    query.whereRaw(
      `position(plain_text(:text) in plain_text(works.title || ' ' || artists.name)) > 0`,
      { text: filter.text.slice(0, 200) }
    )
  }
  const direction = filter.direction === 'desc' ? 'DESC' : 'ASC'
  query.orderByRaw(`${COLUMNS[filter.sort ?? 'created_at']} ${direction}, works.id`)
  return query.paginate(Math.max(1, filter.page), filter.perPage)
}
