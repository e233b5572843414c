import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import env from '#start/env'
import Account from '#models/identity/account'
import Payment from '#models/subscriptions/payment'
import { setFixedSecondFactor } from '#services/identity/set_up_second_factor'
import { closePeriod } from '#services/royalties/close/close_period'
import { issueAnnounceToken } from '#services/tracker/issue_announce_token'
import { lucidDatabase } from '#services/tracker/lucid_database'
import { recordCompletions } from '#services/tracker/record_completions'
import { aRecording } from '#tests/functional/catalogue/scene'
import { runCommand } from '#tests/stories/small_cooperative'
import { emptyTables } from '#tests/support/empty_tables'
import { asStaff, givenAccount, TOTP_SECRET } from '#tests/support/accounts'
import { deskOf, sentence } from '#tests/support/desk'
import { makeThroughTheOffice } from '#tests/support/making'
import { emptyMonths } from '#tests/support/months'
import { emptyCooperative } from '#tests/support/statutes'
import { Clock, FixedClock } from '#values/clock'
import { nextPeriod, periodOf, periodStart } from '#values/period'

const PASSWORD = 'un jardin partagé 2026'

/** The rule as the treasurer copies it from the resolution. */
const VOTE = {
  resolution_id: 'AG-2026-1-R1',
  resolution_title: 'Premières clés',
  keys: { artists: '70', contributions: '17,5', operations: '12,5' },
  weights: { listening: '1', download: '10' },
  causes: [{ id: 'la-cantine', part: '100' }],
  operation_lines: [{ label_fr: 'Serveurs', label_en: 'Servers', part: '100' }],
  payout_threshold: '1',
  carry_months: '3',
}

test.group('An empty co-operative, from its first account to its first closed month', (group) => {
  const clock = new FixedClock('2026-10-05T10:00')
  const period = periodOf(clock.now())
  group.setup(async () => {
    await emptyMonths()
    await emptyTables('approval_mandates, account_roles')
    // What `npm start -- --empty` puts in before anybody comes.
    await runCommand('subscriptions:install-plan')
    await runCommand('licensing:install-texts')
    await emptyCooperative()
    await runCommand('statutes:install-profile')
    app.container.swap(Clock, () => clock)
    return () => app.container.restore(Clock)
  })

  const keysOf = async (desk: ReturnType<typeof deskOf>) => {
    const { tasks } = (await desk.page('/office')).body().props
    return tasks.map(({ key }: { key: string }) => key)
  }

  /** The first account, as the command makes it; its phone shows codes from now on. */
  async function createAdmin(): Promise<Account> {
    const email = `premiere-${Date.now()}@exemple.fr`
    const options = ['--email', email, '--name', 'Awa Première', '--password', PASSWORD]
    const made = await runCommand('identity:create-admin', ...options)
    if (made.exitCode !== 0) throw new Error(made.lines.join('\n'))
    const account = await Account.findByOrFail('email', email)
    await setFixedSecondFactor(account, TOTP_SECRET, clock)
    return account
  }

  /** A work through the office's pages, accepted by its artist on theirs, and published. */
  async function publishWork(client: ApiClient) {
    const artist = await givenAccount({ fullName: 'Zoé Artiste' })
    const solene = await givenAccount({ fullName: 'Solène Petit', roles: ['moderator'] })
    const { desk, path, payee, work } = await makeThroughTheOffice(client, solene, {
      title: 'Premier souffle',
      artistName: 'Les Essais',
      payee: { name: 'Zoé Artiste', email: artist.email },
      recording: await aRecording('Premier souffle'),
      day: clock.now().toISODate()!,
    })
    const own = deskOf(client, artist)
    const { shares } = (await own.page('/licensing/mine')).body().props
    await own.send(`/licensing/mine/${shares[0].id}/acceptance`)
    for (const to of ['submitted', 'in_review', 'approved', 'published']) {
      const moved = await desk.send(`${path}/state`, { to })
      if (!/noté/.test(sentence(moved, 'success'))) throw new Error(`it does not move to ${to}`)
    }
    const page = await client.get(`/catalogue/works/${work.slug}`)
    if (page.status() !== 200) throw new Error('the work is not in the catalogue')
    return { work, payee }
  }

  /** The subscriber's download of a work, as the tracker counts what its own server has served. */
  async function download(subscriberId: string, workId: string) {
    const tokenKey = env.get('TRACKER_TOKEN_KEY').release()
    await lucidDatabase.transaction(async (connection) => {
      await issueAnnounceToken(connection, { subscriberId, workId, tokenKey, clock })
      const { rows } = await connection.query('SELECT id FROM announce_tokens WHERE work_id = $1', [
        workId,
      ])
      const completion = { tokenId: rows[0].id, subscriberId, workId, evidence: 'server' as const }
      await recordCompletions(connection, { completions: [completion], clock })
    })
  }

  /** Subscribes and pays by transfer, which the treasurer sees on the bank's statement. */
  async function subscribeAndPay(client: ApiClient, treasurer: ReturnType<typeof deskOf>) {
    const person = await givenAccount({ fullName: 'Lou Abonnée' })
    const own = deskOf(client, person)
    const before = (await own.page('/subscriptions/mine')).body().props
    if (before.subscription !== null) throw new Error('nobody has subscribed yet')
    await own.send('/subscriptions/mine')
    const { payments, transferTo } = (await own.page('/subscriptions/mine')).body().props
    if (!transferTo) throw new Error('the page does not say how to pay')
    const payment = await Payment.findOrFail(payments[0].id)
    await treasurer.send(`/subscriptions/office/payments/${payment.id}/settlement`, { fee: '0,20' })
    return { person, subscriberId: payment.subscriberId }
  }

  test('the first administrator is told what is missing, and appoints a treasurer', async ({
    client,
    assert,
  }) => {
    const awa = deskOf(client, await createAdmin())
    assert.sameMembers(await keysOf(awa), [
      'appoint_treasurer',
      'adopt_statutes',
      'adopt_policy',
      'grant_mandates',
    ])
    const rules = (await awa.page('/royalties/office/policies')).body().props
    assert.deepEqual([rules.versions, rules.missing, rules.hasCauses], [[], period, false])
    assert.isFalse(rules.may.manage)

    const ines = await givenAccount({ fullName: 'Inès Roussel' })
    await awa.send(`/identity/office/accounts/${ines.id}/roles`, {
      role: 'treasurer',
      reason: 'Élue par l’assemblée',
    })
    await setFixedSecondFactor(ines, TOTP_SECRET, clock)
    assert.notInclude(await keysOf(awa), 'appoint_treasurer')
    const desk = deskOf(client, ines)
    assert.include(await keysOf(desk), 'adopt_policy')
    ;(await asStaff(client.get('/royalties/office/policies/new'), ines)).assertStatus(200)
  }).timeout(60_000)

  test('a cause, a vote, a work, a subscriber: the month ends and its close is computed', async ({
    client,
    assert,
  }) => {
    const ines = await givenAccount({ fullName: 'Inès Roussel', roles: ['treasurer'] })
    const treasurer = deskOf(client, ines)
    const close = `/royalties/office/close/${period}`
    const { payee, work } = await publishWork(client)
    const { subscriberId } = await subscribeAndPay(client, treasurer)
    await download(subscriberId, work.id)

    clock.moveTo(periodStart(nextPeriod(period)).plus({ hours: 9 }).toISO()!)
    const waiting = (await treasurer.page(close)).body().props
    assert.isTrue(waiting.close.policyMissing)
    assert.isFalse(waiting.actions.start)
    assert.match(sentence(await treasurer.send(close), 'error'), /Aucune règle de répartition/)

    await treasurer.send('/royalties/office/causes', {
      name: 'La cantine',
      description_fr: 'Des repas pour les gens du quartier.',
      description_en: 'Meals for the people of the neighbourhood.',
    })
    const { proposedMonth } = (await treasurer.page('/royalties/office/policies/new')).body().props
    assert.equal(proposedMonth, period)
    const adopted = await treasurer.send('/royalties/office/policies', {
      ...VOTE,
      effective_period: period,
      adopted_on: clock.now().toISODate(),
    })
    assert.match(sentence(adopted, 'success'), /n° 1/)
    assert.notInclude(await keysOf(treasurer), 'adopt_policy')
    assert.include(await keysOf(treasurer), 'close_period')
    assert.isTrue((await treasurer.page(close)).body().props.actions.start)

    const summary = await closePeriod({ period, actor: ines, clock })
    assert.equal(summary.gross_cents, '800')
    // 8,00 € less 1,33 € of VAT and the bank's 0,20 €: 70 % of 6,47 €.
    assert.equal(summary.net_cents, '647')
    assert.equal(summary.artists_micro, '4529000')
    assert.equal(summary.contributions_micro, '1132250')
    assert.equal(summary.payee_lines_micro, summary.artists_micro)
    const line = await db.from('payee_lines').where({ period, payee_id: payee.id }).first()
    assert.equal(String(line.amount_micro), '4529000')
    const after = (await treasurer.page(close)).body().props.close
    assert.equal(after.state, 'computed')
    assert.isFalse(after.policyMissing)
  }).timeout(120_000)

  test('every invariant of the running data holds afterwards', async ({ assert }) => {
    const checked = await runCommand('checks:run')
    assert.equal(checked.exitCode, 0, checked.lines.join('\n'))
  }).timeout(60_000)
})
