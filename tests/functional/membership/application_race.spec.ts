import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Application from '#models/membership/application'
import { seedChart } from '#services/ledger/seed_chart'
import { admitApplication, refuseApplication } from '#services/membership/decide_application'
import { signApplication } from '#services/membership/sign_application'
import { withdrawApplication } from '#services/membership/withdraw_application'
import { catchMails } from '#tests/functional/identity/support'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import {
  clock,
  givenSigned,
  givenUnsigned,
  lastCode,
  TODAY,
  openToAnyone,
} from '#tests/functional/membership/application_scene'

const decision = (applicationId: string, reference: string) => ({
  ...{ applicationId, reference, body: 'board' as const, date: TODAY },
  ...{ actor: { label: 'test' }, clock },
})
const won = (outcomes: { ok: boolean }[]) => outcomes.filter(({ ok }) => ok).length

/** Real transactions on the real database: no rollback around them. */
test.group('Membership | applications at the same instant', (group) => {
  const caught = { mails: null as unknown as ReturnType<typeof catchMails> }
  group.each.setup(async () => {
    clock.moveTo(`${TODAY}T10:00:00`)
    await emptyCooperative()
    await db.transaction((trx) => seedChart(trx))
    await adoptTestStatutes()
    await openToAnyone()
    caught.mails = catchMails()
    return async () => {
      caught.mails.restore()
      await emptyCooperative()
    }
  })

  test('C03 of eight approvals of one application one wins', async ({ assert }) => {
    const { id } = await givenSigned(caught)
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => admitApplication(decision(id, `PV ${index}`)))
    )
    assert.equal(won(outcomes), 1)
    for (const outcome of outcomes.filter(({ ok }) => !ok)) {
      assert.deepEqual(outcome, { ok: false, error: { code: 'not_waiting' } })
    }
    const members = await db.from('members').count('* as total')
    const subscriptions = await db.from('share_subscriptions').count('* as total')
    assert.equal(Number(members[0].total), 1)
    assert.equal(Number(subscriptions[0].total), 1)
    const { decisionReference } = await Application.findOrFail(id)
    const [act] = await db.from('audit_events').where('subject_id', id)
    assert.equal(act.after.reference, decisionReference)
  })

  test('an admission, a refusal and a withdrawal: one of the three', async ({ assert }) => {
    const { id } = await givenSigned(caught)
    const reason = 'Le lien manque encore.'
    const outcomes = await Promise.all([
      admitApplication(decision(id, 'PV 1')),
      refuseApplication({ ...decision(id, 'PV 2'), reason }),
      withdrawApplication({ applicationId: id, clock }),
    ])
    assert.equal(won(outcomes), 1)
    const { state } = await Application.findOrFail(id)
    const winner = ['admitted', 'refused', 'withdrawn'][outcomes.findIndex(({ ok }) => ok)]
    assert.equal(state, winner)
  })

  test('C03 two applications of one person: one record', async ({ assert }) => {
    const first = await givenSigned(caught)
    const second = await givenSigned(caught, { email: 'autre@exemple.fr' })
    const outcomes = await Promise.all([
      admitApplication(decision(first.id, 'PV 1')),
      admitApplication(decision(second.id, 'PV 2')),
    ])
    assert.equal(won(outcomes), 1)
    const refused = outcomes.find(({ ok }) => !ok) as { error: { code: string } }
    assert.equal(refused.error.code, 'same_person')
  })

  test('a code given back twice at once signs once', async ({ assert }) => {
    const { id, email } = await givenUnsigned()
    const code = await lastCode(caught, email)
    const sign = () =>
      signApplication({ applicationId: id, code, address: '192.0.2.7', userAgent: null, clock })
    assert.equal(won(await Promise.all([sign(), sign(), sign()])), 1)
    const signed = await db.from('application_events').where({ application_id: id, kind: 'signed' })
    assert.lengthOf(signed, 1)
  })

  test('of two signatures of one person with one address one counts', async ({ assert }) => {
    const first = await givenUnsigned()
    const firstCode = await lastCode(caught, first.email)
    const second = await givenUnsigned()
    const secondCode = await lastCode(caught, second.email)
    const evidence = { address: '192.0.2.7', userAgent: null, clock }
    const outcomes = await Promise.all([
      signApplication({ applicationId: first.id, code: firstCode, ...evidence }),
      signApplication({ applicationId: second.id, code: secondCode, ...evidence }),
    ])
    assert.equal(won(outcomes), 1)
  })
})
