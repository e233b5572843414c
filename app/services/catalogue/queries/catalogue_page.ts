import type Work from '#models/catalogue/work'
import { searchCatalogue } from '#services/catalogue/queries/search_catalogue'
import { licenceLabels } from '#services/licensing/queries/licence_labels'
import type { DateTime } from 'luxon'

const PER_PAGE = 24

interface Search {
  search?: string
  kind?: 'audio' | 'video'
  sort?: 'newest' | 'title' | 'artist'
  page?: number
}

/** Joins to each work the licence that its card shows. */
export async function withLicences(works: Work[], now: DateTime) {
  const labels = await licenceLabels(
    works.map((work) => work.id),
    now.toISODate()!
  )
  return works.map((work) => ({ work, licence: labels.get(work.id) }))
}

/** One page of the public catalogue. */
export async function cataloguePage({ search, ...filter }: Search, now: DateTime) {
  const found = await searchCatalogue({
    ...filter,
    text: search,
    page: filter.page ?? 1,
    perPage: PER_PAGE,
  })
  return {
    works: await withLicences(found.all(), now),
    paging: { page: found.currentPage, perPage: PER_PAGE, total: found.total },
  }
}
