import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import { markApproved, markPublished } from '#services/royalties/advance_period'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, tiePayee, tieSubscriber, withClock } from '#tests/support/desk'
import { pdfWords } from '#tests/support/pdf_words'
import { closeMonth, emptyMonths, prepareMonths } from '#tests/support/months'
import { smallMonth } from '#tests/support/small_month'
import { FixedClock } from '#values/clock'
import { sha256 } from '#values/digest'

const PERIOD = '2026-10'
const clock = new FixedClock('2026-10-20')

async function publish() {
  await db.transaction(async (trx) => {
    await markApproved(trx, { period: PERIOD, clock })
    await markPublished(trx, { period: PERIOD, clock })
  })
}

/** A subscriber who listened, and one of the payees, each with an account of their own. */
async function scene(client: ApiClient) {
  const month = await smallMonth(PERIOD)
  const reader = await givenAccount()
  const artist = await givenAccount()
  await tieSubscriber(month.subscribers.a, reader.id)
  /** Accounts came after the shares were accepted: a check holds those who have one to it. */
  const tie = async () => {
    await tiePayee(month.zoe, artist.id)
    await tiePayee(month.ana, artist.id)
  }
  return { ...month, reader: deskOf(client, reader), artist: deskOf(client, artist), tie }
}

test.group('Royalties | a reader’s month', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
  })

  test('an open month shows what is counted, without amounts', async ({ client, assert }) => {
    const { reader, solo, duo } = await scene(client)
    const { props } = (await reader.page('/royalties/my-month')).body()
    assert.equal(props.period, PERIOD)
    assert.equal(props.state, 'open')
    assert.isNull(props.statement)
    assert.isNull(props.exports)
    assert.equal(props.soFar.grossCents, '800')
    assert.includeMembers(
      props.soFar.works.map((work: any) => work.workId),
      [solo, duo]
    )
    const counted = props.soFar.works.find((work: any) => work.workId === duo)
    assert.deepEqual(counted.units.announce, { listening: '0', download: '1' })
    assert.deepEqual(counted.units.player, { listening: '7', download: '0' })
  })

  test('a closed month shows the statement, a published one comes first', async ({
    client,
    assert,
  }) => {
    const { reader, subscribers } = await scene(client)
    await closeMonth(clock, PERIOD)
    const running = (await reader.page('/royalties/my-month')).body().props
    assert.deepEqual(running.periods, ['2026-11', PERIOD])
    assert.equal(running.period, '2026-11')
    const computed = (await reader.page(`/royalties/my-month/${PERIOD}`)).body().props
    assert.equal(computed.state, 'computed')
    assert.equal(computed.statement.subscriber_id, subscribers.a)
    assert.isNull(computed.publishedAt)
    await publish()
    const published = (await reader.page('/royalties/my-month')).body().props
    assert.equal(published.period, PERIOD)
    assert.isNotNull(published.publishedAt)
    assert.equal(published.exports.pdf, `/royalties/my-month/${PERIOD}/statement.pdf`)
  })

  test('nobody reads another’s month; a month to come is not found', async ({ client, assert }) => {
    await scene(client)
    await closeMonth(clock, PERIOD)
    const stranger = deskOf(client, await givenAccount())
    const { props } = (await stranger.page(`/royalties/my-month/${PERIOD}`)).body()
    assert.isNull(props.statement)
    assert.isNull(props.soFar)
    const file = await stranger.file(`/royalties/my-month/${PERIOD}/statement.json`)
    file.assertStatus(404)
    const later = await stranger.page('/royalties/my-month/2027-01')
    later.assertStatus(404)
    const nonsense = await stranger.page('/royalties/my-month/2026-13')
    nonsense.assertStatus(404)
    const nobody = await client.get('/royalties/my-month').redirects(0)
    nobody.assertStatus(302)
  })

  test('P20 the statement comes as JSON, CSV and PDF', async ({ client, assert }) => {
    const { reader, subscribers } = await scene(client)
    await closeMonth(clock, PERIOD)
    const at = (format: string) => `/royalties/my-month/${PERIOD}/statement.${format}`
    const kept = await db.from('statements').where('subject_id', subscribers.a).firstOrFail()
    const json = await reader.file(at('json'))
    assert.deepEqual(sha256(Buffer.from(json.text())), kept.sha256)
    const csv = await reader.file(at('csv'))
    csv.assertHeader('content-type', 'text/csv; charset=utf-8')
    assert.include(csv.text(), `${PERIOD},total,,gross,,,,,,,8.00`)
    const pdf = await reader.file(at('pdf'))
    pdf.assertHeader('content-type', 'application/pdf')
    assert.equal(pdf.body().subarray(0, 5).toString(), '%PDF-')
  })

  test('causes are chosen in parts that make the whole, or left to the vote', async ({
    client,
    assert,
  }) => {
    const { reader, subscribers } = await scene(client)
    const path = '/royalties/causes' // 'royalties.causes.store'
    const board = (await reader.page(path)).body().props
    assert.equal(board.countsFrom, PERIOD)
    assert.equal(board.keyBasisPoints, 1500)
    assert.deepEqual(board.chosen, [])
    const voted = board.causes.map((cause: any) => cause.votedBasisPoints)
    assert.sameMembers(voted, [6000, 4000, 0])

    const line = (causeId: string, basisPoints: number) => ({ causeId, basisPoints })
    const short = await reader.send(path, { lines: [line('framasoft', 9000)] })
    assert.match(fieldErrors(short).lines[0], /90/)
    const twice = [line('framasoft', 5000), line('framasoft', 5000)]
    assert.isDefined(fieldErrors(await reader.send(path, { lines: twice })).lines)
    const unknown = await reader.send(path, { lines: [line('personne', 10_000)] })
    assert.isDefined(fieldErrors(unknown).lines)
    assert.lengthOf(await db.from('cause_choices'), 0)

    const whole = [line('framasoft', 2500), line('la-quadrature', 7500)]
    await reader.send(path, { lines: whole })
    assert.deepEqual((await reader.page(path)).body().props.chosen, whole)
    clock.advance({ minutes: 1 })
    await reader.send(path, { lines: [] })
    assert.deepEqual((await reader.page(path)).body().props.chosen, [])
    const [choice] = await db.from('cause_choices').limit(1)
    assert.equal(choice.subscriber_id, subscribers.a)
  })

  test('without a subscription there are no causes to choose', async ({ client, assert }) => {
    const stranger = deskOf(client, await givenAccount())
    const refused = await stranger.send('/royalties/causes', { lines: [] })
    assert.equal(refused.header('location'), '/subscriptions/mine')
    assert.lengthOf(await db.from('cause_choices'), 0)
  })
})

test.group('Royalties | an artist’s statement', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
  })

  test('each of the account’s payees has a statement and its files', async ({ client, assert }) => {
    const { artist, zoe, ana, solo, tie } = await scene(client)
    await db.from('works').where('id', solo).update({ isrc: 'FRAB12600001' })
    await closeMonth(clock, PERIOD)
    await tie()
    const open = (await artist.page(`/royalties/my-statement?payee=${zoe}`)).body().props
    assert.equal(open.period, '2026-11')
    assert.deepEqual(open.soFar, { grossCents: null, works: [] })
    const path = `/royalties/my-statement/${PERIOD}`
    const first = (await artist.page(path)).body().props
    assert.equal(first.payee.id, ana)
    assert.lengthOf(first.payees, 2)
    const second = (await artist.page(`${path}?payee=${zoe}`)).body().props
    assert.equal(second.statement.payee_id, zoe)
    assert.equal(second.payout.state, 'due')
    const csv = await artist.file(second.exports.csv)
    assert.include(csv.text(), `${PERIOD},work,${solo},Solo`)
    const pdf = await artist.file(second.exports.pdf)
    assert.equal(pdf.body().subarray(0, 5).toString(), '%PDF-')
    const words = await pdfWords(pdf.body())
    assert.include(words, 'ISRC FRAB12600001')
    assert.match(words, new RegExp(`/verify#period=${PERIOD}`))
    const json = await artist.file(second.exports.json)
    assert.equal(JSON.parse(json.text()).payee_id, zoe)
  })

  test('another’s payee is refused, and so is who is no payee', async ({ client, assert }) => {
    const { reader, artist, sam, zoe, solo, tie } = await scene(client)
    await tie()
    const own = await artist.page(`/royalties/my-statement?payee=${zoe}`)
    assert.equal(own.body().props.soFar.works[0].workId, solo)
    const path = `/royalties/my-statement/${PERIOD}`
    const noPayee = await reader.page(path)
    noPayee.assertStatus(403)
    const others = await artist.page(`${path}?payee=${sam}`)
    others.assertStatus(403)
    const file = await artist.file(`${path}/statement.pdf?payee=${sam}`)
    file.assertStatus(403)
  })
})
