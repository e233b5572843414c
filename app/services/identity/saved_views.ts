import db from '@adonisjs/lucid/services/db'
import SavedView from '#models/identity/saved_view'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

/** So many a person keeps for one list; more would be no help. */
const VIEWS_MAX = 30

/** Somebody's own views of one list, by name. */
export async function listSavedViews(accountId: string, page: string) {
  const views = await SavedView.query().where({ accountId, page }).orderBy('name').orderBy('id')
  return views.map(({ id, name, query }) => ({ id, name, query }))
}

type View = { accountId: string; page: string; name: string; query: string; clock: Clock }

/** Keeps a list's filter under a name; the same name again takes its place. Null when too many. */
export async function saveView({ accountId, page, name, query, clock }: View) {
  return db.transaction(async (trx) => {
    await trx.rawQuery('SELECT id FROM accounts WHERE id = ? FOR UPDATE', [accountId])
    const views = await SavedView.query({ client: trx }).where({ accountId, page })
    const known = views.find((view) => view.name === name)
    if (known) return known.merge({ query }).save()
    if (views.length >= VIEWS_MAX) return null
    const view = { id: newId(), accountId, page, name, query, createdAt: clock.now() }
    return SavedView.create(view, { client: trx })
  })
}

/** Forgets one of somebody's own views; another's is left alone. */
export async function deleteView(accountId: string, id: string): Promise<void> {
  await SavedView.query().where({ id, accountId }).delete()
}
