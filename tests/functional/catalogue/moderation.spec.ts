import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import { type WorkState } from '#models/catalogue/work'
import { changeWorkState } from '#services/catalogue/change_work_state'
import { createWorkTorrent } from '#services/catalogue/create_work_torrent'
import { searchCatalogue } from '#services/catalogue/queries/search_catalogue'
import {
  aRecording,
  attach,
  givenCompleteWork,
  givenWork,
  MAKER,
  must,
  refusal,
  sign,
  split,
} from '#tests/functional/catalogue/scene'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2031-03-10T10:00:00')
const move = (workId: string, to: WorkState, reason?: string) =>
  changeWorkState({ workId, to, reason, actor: MAKER, clock })

async function publish(workId: string) {
  for (const to of ['submitted', 'in_review', 'approved'] as const) must(await move(workId, to))
  return move(workId, 'published')
}

test.group('moderation', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('P29: a complete work goes from draft to published, every step kept', async ({ assert }) => {
    const { work } = await givenCompleteWork(clock)
    const published = must(await publish(work.id))
    assert.equal(published.state, 'published')
    assert.equal(published.publishedAt!.toMillis(), clock.now().toMillis())
    await published.load('stateChanges')
    assert.sameMembers(
      published.stateChanges.map((change) => change.toState),
      ['draft', 'submitted', 'in_review', 'approved', 'published']
    )
    const action = 'catalogue.change_work_state'
    const trail = await db.from('audit_events').where({ subject_id: work.id, action })
    assert.lengthOf(trail, 4)
    must(await move(work.id, 'published'))
    assert.lengthOf(await db.from('work_state_changes').where({ work_id: work.id }), 5)
  })

  test('P29: what is missing keeps a work unpublished, and is named', async ({ assert }) => {
    const { work, payee, rightsHolder } = await givenWork(clock)
    const missing = async () => {
      const error = refusal(await move(work.id, 'published'))
      return error.kind === 'incomplete' ? error.missing : error
    }
    for (const to of ['submitted', 'in_review', 'approved'] as const) {
      if (to === 'submitted') must(await attach(work.id, await aRecording(), clock))
      must(await move(work.id, to))
    }
    assert.deepEqual(await missing(), ['torrent', 'licence', 'split_sheet'])
    must(await createWorkTorrent(work.id, clock))
    must(await sign(work.id, rightsHolder.id, clock, 'CC-BY-NC-SA-4.0'))
    assert.deepEqual(await missing(), ['paid_use', 'split_sheet'])
    must(await split(work, [{ payeeId: payee.id, role: 'author', basisPoints: 10_000 }], clock))
    assert.deepEqual(await missing(), ['paid_use'])
    await work.refresh()
    assert.equal(work.state, 'approved')
    must(await sign(work.id, rightsHolder.id, clock, 'CC-BY-4.0'))
    must(await move(work.id, 'published'))
    await work.refresh()
    assert.equal(work.state, 'published')
  })

  test('P29: a refusal, a postponement and a withdrawal give their reason', async ({ assert }) => {
    const { work } = await givenCompleteWork(clock)
    must(await move(work.id, 'submitted'))
    must(await move(work.id, 'in_review'))
    for (const to of ['rejected', 'postponed', 'withdrawn'] as const) {
      assert.deepEqual(refusal(await move(work.id, to, '  ')), { kind: 'reason_missing' })
    }
    must(await move(work.id, 'rejected', 'Le fichier est muet.'))
    const [change] = await db
      .from('work_state_changes')
      .where({ to_state: 'rejected', work_id: work.id })
    assert.equal(change.reason, 'Le fichier est muet.')
  })

  test('P29: no step can be jumped over', async ({ assert }) => {
    const { work } = await givenCompleteWork(clock)
    for (const to of ['in_review', 'approved', 'published', 'rejected'] as const) {
      assert.deepEqual(refusal(await move(work.id, to, 'x')), {
        kind: 'not_from_here',
        from: 'draft',
      })
    }
    const nobody = '00000000-0000-4000-8000-000000000000'
    assert.deepEqual(refusal(await move(nobody, 'submitted')), { kind: 'unknown_work' })
  })

  test('P29: a withdrawn work leaves the public catalogue', async ({ assert }) => {
    const { work } = await givenCompleteWork(clock, 'Retirable')
    const found = async () => {
      const page = await searchCatalogue({ text: 'retirable', page: 1, perPage: 10 })
      return page.total
    }
    assert.equal(await found(), 0)
    must(await publish(work.id))
    assert.equal(await found(), 1)
    must(await move(work.id, 'withdrawn', 'À la demande de l’artiste.'))
    assert.equal(await found(), 0)
  })
})
