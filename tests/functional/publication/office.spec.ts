import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import ChainTransaction from '#models/publication/chain_transaction'
import Period from '#models/royalties/period'
import { LucidChainStore } from '#services/publication/chain/lucid_chain_store'
import { PERIOD, PublicationScene } from '#tests/functional/publication/scene'
import { asStaff, givenAccount, TOTP_SECRET } from '#tests/support/accounts'
import { setFixedSecondFactor } from '#services/identity/set_up_second_factor'
import { Clock } from '#values/clock'

// 'publication.office.approval.store', 'publication.office.publication.store' and
// 'publication.office.retry.store'
const APPROVE = `/publication/office/${PERIOD}/approval`
const PUBLISH = `/publication/office/${PERIOD}/publication`
const RETRY = `/publication/office/${PERIOD}/retry`

const REVERTED = { words: 'reverted', refusal: { code: 'reverted', figures: {} } }

const stateOf = async () => {
  const { state } = await Period.findOrFail(PERIOD)
  return state
}

test.group('Publication | the office', (group) => {
  let scene: PublicationScene
  group.each.setup(async () => {
    scene = await PublicationScene.open()
    for (const person of [scene.people.artists, scene.people.subscribers]) {
      await setFixedSecondFactor(person, TOTP_SECRET, scene.clock)
    }
    app.container.swap(Clock, () => scene.clock)
    return () => scene.close()
  })

  const seen = async () => {
    const { rootHex, docHashHex } = await scene.sealed()
    return { root: rootHex, docHash: docHashHex }
  }

  test('nobody signed in is sent to sign in', async ({ client }) => {
    for (const path of [APPROVE, PUBLISH, RETRY]) {
      const response = await client.post(path).withCsrfToken().redirects(0)
      response.assertStatus(302)
      response.assertHeader('location', '/identity/sign-in')
    }
  })

  test('staff without a mandate cannot approve, without the right role cannot publish', async ({
    client,
  }) => {
    const moderator = await givenAccount({ roles: ['moderator'] })
    for (const path of [APPROVE, PUBLISH, RETRY]) {
      const response = await asStaff(client.post(path), moderator)
        .withCsrfToken()
        .header('accept', 'application/json')
      response.assertStatus(403)
    }
    const publish = await asStaff(client.post(PUBLISH), scene.people.artists)
      .withCsrfToken()
      .header('accept', 'application/json')
    publish.assertStatus(403)
  })

  test('P21 a person with a mandate and no role reaches the month and approves it', async ({
    client,
    assert,
  }) => {
    const page = await asStaff(
      client.get(`/royalties/office/close/${PERIOD}`),
      scene.people.artists
    ).withInertia()
    page.assertStatus(200)
    const { close, actions } = page.inertiaProps as Record<string, any>
    assert.isTrue(actions.approve)
    assert.equal(close.publication.root, (await seen()).root)
    assert.lengthOf(close.approvers, 3)

    for (const person of [scene.people.artists, scene.people.subscribers]) {
      const response = await asStaff(client.post(APPROVE), person)
        .withCsrfToken()
        .json(await seen())
        .redirects(0)
      response.assertStatus(302)
      response.assertHeader('location', `/royalties/office/close/${PERIOD}`)
    }
    assert.equal(await stateOf(), 'approved')
  })

  test('an approval without fingerprints, or with others, changes nothing', async ({
    client,
    assert,
  }) => {
    const empty = await asStaff(client.post(APPROVE), scene.people.artists)
      .withCsrfToken()
      .header('accept', 'application/json')
      .json({})
    empty.assertStatus(422)
    const other = { ...(await seen()), root: `0x${'cd'.repeat(32)}` }
    const wrong = await asStaff(client.post(APPROVE), scene.people.artists)
      .withCsrfToken()
      .json(other)
      .redirects(0)
    wrong.assertStatus(302)
    assert.match(String(wrong.flashMessage('error')), /empreinte|fingerprint/)
    assert.equal(await stateOf(), 'computed')
  })

  test('the treasurer publishes an approved month, tries a failed one again', async ({
    client,
    assert,
  }) => {
    const { treasurer } = scene.people
    const early = await asStaff(client.post(PUBLISH), treasurer).withCsrfToken().redirects(0)
    assert.exists(early.flashMessage('error'))
    assert.lengthOf(await ChainTransaction.all(), 0)

    await scene.approveByTwo()
    const response = await asStaff(client.post(PUBLISH), treasurer).withCsrfToken().redirects(0)
    response.assertStatus(302)
    assert.exists(response.flashMessage('success'))
    const row = await ChainTransaction.firstOrFail()
    assert.equal(row.state, 'approved')
    assert.lengthOf(scene.queue.added, 1)

    await new LucidChainStore(scene.clock).markFailed(row.id, REVERTED)
    const retry = await asStaff(client.post(RETRY), treasurer).withCsrfToken().redirects(0)
    assert.exists(retry.flashMessage('success'))
    await row.refresh()
    assert.equal(row.state, 'approved')
    const none = await asStaff(client.post(RETRY), treasurer).withCsrfToken().redirects(0)
    assert.exists(none.flashMessage('error'))
  })

  test('a sealed month is seen by the staff and approvers, by nobody else', async ({ client }) => {
    const anonymous = await client.get(`/publication/${PERIOD}`)
    anonymous.assertStatus(404)
    const subscriber = await givenAccount()
    const stranger = await client.get(`/publication/${PERIOD}`).withGuard('web').loginAs(subscriber)
    stranger.assertStatus(404)
    const report = await client.get(`/publication/${PERIOD}/r1/public/report.json`)
    report.assertStatus(404)
    const approver = await asStaff(client.get(`/publication/${PERIOD}`), scene.people.artists)
    approver.assertStatus(200)
  })
})
