import { test } from '@japa/runner'
import { ARTISTS, CAUSES, demoId, PAYEES, STAFF, WORKS } from '#services/demo/cast'
import { SUBSCRIBERS } from '#services/demo/cast_subscribers'
import { SCORES } from '#services/demo/media/scores'
import { plannedDownloads } from '#services/demo/usage_plan'
import { isId } from '#values/id'

test.group('demo cast', () => {
  test('six payees, six artists, eleven pieces and a film, forty subscribers', ({ assert }) => {
    assert.lengthOf(PAYEES, 6)
    assert.lengthOf(ARTISTS, 6)
    assert.lengthOf(
      WORKS.filter((work) => work.kind === 'audio'),
      11
    )
    assert.lengthOf(
      WORKS.filter((work) => work.kind === 'video'),
      1
    )
    assert.lengthOf(SUBSCRIBERS, 40)
    const emails = [...STAFF, ...PAYEES, ...SUBSCRIBERS].map((person) => person.email)
    assert.equal(new Set(emails).size, emails.length)
    for (const email of emails) assert.match(email, /^[a-z.]+@demo\.peerfy\.test$/)
  })

  test('P17: splits and voted causes sum to 10 000, one share waits', ({ assert }) => {
    const sum = (parts: { basisPoints: number }[]) =>
      parts.reduce((total, part) => total + part.basisPoints, 0)
    for (const work of WORKS) assert.equal(sum(work.splits), 10_000, work.key)
    assert.equal(sum(CAUSES), 10_000)
    assert.lengthOf(
      WORKS.flatMap((work) => work.splits).filter((split) => !split.accepted),
      1
    )
    for (const { causes = { all: 10_000 } } of SUBSCRIBERS) {
      assert.equal(sum(Object.values(causes).map((basisPoints) => ({ basisPoints }))), 10_000)
    }
  })

  test('names refer to each other', ({ assert }) => {
    const payees = PAYEES.map((payee) => payee.key)
    for (const artist of ARTISTS) assert.include(payees, artist.rightsHolder)
    for (const work of WORKS) {
      assert.include(
        ARTISTS.map((artist) => artist.key),
        work.artist
      )
      for (const split of work.splits) assert.include(payees, split.payee)
      if (work.kind === 'audio') assert.property(SCORES, work.key)
    }
  })

  test('P21: three people may approve', ({ assert }) => {
    assert.lengthOf(
      STAFF.filter((person) => person.approver),
      3
    )
  })

  test('P9: a download is planned once per person and work, after publication', ({ assert }) => {
    const planned = [3, 2, 1, 0].flatMap((month) =>
      plannedDownloads(month).map((download) => ({ month, ...download }))
    )
    assert.equal(
      new Set(planned.map(({ subscriber, work }) => subscriber + work)).size,
      planned.length
    )
    for (const { month, work, subscriber, moment } of planned) {
      assert.isAtLeast(WORKS.find(({ key }) => key === work)!.publishedMonthsAgo, month)
      assert.isAtLeast(SUBSCRIBERS.find(({ key }) => key === subscriber)!.joinedMonthsAgo, month)
      assert.isTrue(moment > 0 && moment < 1)
    }
    assert.deepEqual(plannedDownloads(2), plannedDownloads(2))
  })

  test('ids are random-looking UUIDs, the same every time', ({ assert }) => {
    const ids = SUBSCRIBERS.map((subscriber) => demoId(subscriber.key))
    assert.isTrue(ids.every(isId))
    assert.isAtLeast(new Set(ids.map((id) => id[0])).size, 10)
    assert.equal(demoId('x'), demoId('x'))
  })
})
