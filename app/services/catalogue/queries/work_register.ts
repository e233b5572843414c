import db from '@adonisjs/lucid/services/db'
import Work, { type WorkState } from '#models/catalogue/work'
import { withLicences } from '#services/catalogue/queries/catalogue_page'
import { listWorks } from '#services/catalogue/queries/list_works'
import type { DateTime } from 'luxon'

/** A column's name, with a minus for descending. */
export const WORK_SORTS = [
  'title',
  '-title',
  'artist',
  '-artist',
  'state',
  '-state',
  'created_at',
  '-created_at',
] as const

export const WORK_STATES = [
  'draft',
  'submitted',
  'in_review',
  'postponed',
  'approved',
  'rejected',
  'published',
  'withdrawn',
] as const satisfies readonly WorkState[]

export const WORKS_PER_PAGE = 50

export type WorkRegisterFilter = {
  search?: string
  state?: WorkState
  /** Only works whose newest split sheet somebody has not accepted. */
  shares?: 'waiting'
  sort?: (typeof WORK_SORTS)[number]
  page?: number
  perPage?: number
}

/** One page of the staff's register of works, newest first unless asked otherwise. */
export async function workRegister(filter: WorkRegisterFilter, now: DateTime) {
  const sort = filter.sort ?? '-created_at'
  const perPage = filter.perPage ?? WORKS_PER_PAGE
  const found = await listWorks({
    states: filter.state ? [filter.state] : undefined,
    text: filter.search,
    sharesWait: filter.shares === 'waiting',
    sort: sort.replace('-', '') as 'title',
    direction: sort.startsWith('-') ? 'desc' : 'asc',
    page: filter.page ?? 1,
    perPage,
  })
  return {
    works: await withLicences(found.all(), now),
    paging: { page: found.currentPage, perPage, total: found.total },
  }
}

/** How many works there are of each state, whatever the search. */
export async function countWorks(): Promise<Record<WorkState, number>> {
  const rows = await db.from('works').select('state').count('* as total').groupBy('state')
  const counts = Object.fromEntries(WORK_STATES.map((state) => [state, 0]))
  for (const { state, total } of rows) counts[state] = Number(total)
  return counts as Record<WorkState, number>
}

/** True for the id of a work that is there. */
export async function isWork(id: string): Promise<boolean> {
  return (await Work.find(id)) !== null
}
