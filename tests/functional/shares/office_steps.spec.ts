import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import CapitalCall from '#models/shares/capital_call'
import ExitClaim from '#models/shares/exit_claim'
import ShareSubscription from '#models/shares/share_subscription'
import ShareTransfer from '#models/shares/share_transfer'
import { announceExit } from '#services/membership/exits/announce_exit'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { holdingOf } from '#services/shares/queries/holding_of'
import { recordAnnualAccounts } from '#services/shares/surplus/record_annual_accounts'
import { fieldErrors, givenDesk, isRefused, sentence } from '#tests/support/desk'
import {
  givenAdmitted,
  givenHolder,
  must,
  OFFICE,
  pay,
  signBulletin,
  withCooperative,
} from '#tests/support/shares'
import { agreedTransfer, orderTransfer } from '#tests/support/transfers'
import { FixedClock } from '#values/clock'
import { dayOf } from '#values/day'
import { newId } from '#values/id'

const clock = new FixedClock('2026-03-10T10:00:00')
const act = { actor: OFFICE, clock }
const ROOT = '/shares/office'
const bank = (more: object = {}) => ({ bank_date: '2026-03-09', bank_reference: newId(), ...more })

const treasurer = (client: ApiClient) => givenDesk(client, ['treasurer'])
const secretary = (client: ApiClient) => givenDesk(client, ['secretary'])

async function actsOn(subjectId: string): Promise<string[]> {
  const acts = await db.from('audit_events').where('subject_id', subjectId).orderBy('id')
  return acts.map((one) => one.action)
}

/** Somebody who left, and whose claim the board lets be paid early. */
async function givenClaim() {
  const member = await givenHolder(clock, 10)
  await givenHolder(clock, 90)
  await announceExit({ memberId: member.id, kind: 'withdrawal', ...act })
  clock.moveTo('2026-06-10T00:10')
  await makeExitsEffective(act)
  return ExitClaim.findByOrFail('memberId', member.id)
}

test.group('Shares | what the office enters', (group) => {
  withCooperative(group, {
    clock,
    at: '2026-03-10T10:00:00',
    statutes: { capital: { paidUpBp: 2_500 } },
  })

  // Every route of the group: 'shares.office.payments.receive', 'shares.office.payments.refund',
  // 'shares.office.subscriptions.cancel', 'shares.office.subscriptions.register',
  // 'shares.office.calls.store', 'shares.office.calls.destroy', 'shares.office.transfers.store',
  // 'shares.office.transfers.register', 'shares.office.transfers.refuse',
  // 'shares.office.transfers.accept', 'shares.office.transfers.decline', 'shares.office.transfers.withdraw',
  // 'shares.office.claims.pay', 'shares.office.claims.allow_early', 'shares.office.claims.claw_back',
  // 'shares.office.claims.recover', 'shares.office.claims.payee', 'shares.office.movements.correct'.
  const id = '00000000-0000-4000-8000-000000000000'
  const MONEY = [
    `subscriptions/${id}/payments`,
    `subscriptions/${id}/refunds`,
    `subscriptions/${id}/cancellation`,
    `claims/${id}/payment`,
    `claims/${id}/claw-back`,
    `claims/${id}/recoveries`,
  ]
  const REGISTER = [
    `subscriptions/${id}/registration`,
    `subscriptions/${id}/calls`,
    `calls/${id}/cancellation`,
    'transfers',
    `transfers/${id}/registration`,
    `transfers/${id}/refusal`,
    `transfers/${id}/acceptance`,
    `transfers/${id}/decline`,
    `transfers/${id}/withdrawal`,
    `claims/${id}/early`,
    `claims/${id}/payee`,
    'movements/1/correction',
  ]

  test('{0} is closed to visitors and to whoever has no such right')
    .with([...MONEY, ...REGISTER].map((path) => [path] as const))
    .run(async ({ client, assert }, [path]) => {
      const visitor = await client.post(`${ROOT}/${path}`).withCsrfToken().redirects(0)
      assert.equal(visitor.status(), 302)
      assert.match(String(visitor.header('location')), /sign-in/)
      const board = await givenDesk(client, ['board'])
      assert.isTrue(isRefused(await board.send(`${ROOT}/${path}`)))
      if (!MONEY.includes(path)) return
      const desk = await secretary(client)
      assert.isTrue(isRefused(await desk.send(`${ROOT}/${path}`)))
    })

  test('{0} of something that is not there is no page')
    .with([
      [`subscriptions/${id}/payments`, bank({ amount: '20' })],
      [`subscriptions/${id}/refunds`, bank({ amount: '20' })],
      [`subscriptions/${id}/cancellation`, { reason: 'Erreur' }],
      [`subscriptions/${id}/registration`, {}],
      [`subscriptions/${id}/calls`, { due_on: '2026-04-01' }],
      [`calls/${id}/cancellation`, { reason: 'Erreur' }],
      [`transfers/${id}/registration`, {}],
      [`transfers/${id}/refusal`, { reason: 'Trop tôt', decision_reference: 'CA-1' }],
      [`transfers/${id}/acceptance`, { paper_reference: 'Lettre' }],
      [`transfers/${id}/decline`, { paper_reference: 'Lettre', reason: 'Non merci' }],
      [`transfers/${id}/withdrawal`, { paper_reference: 'Lettre', reason: 'Change d’avis' }],
      [`claims/${id}/payment`, bank()],
      [`claims/${id}/early`, { decision_reference: 'CA-1' }],
      [
        `claims/${id}/payee`,
        { name: 'Étude Martin', iban: 'FR7630006000011234567890189', evidence_reference: 'Acte' },
      ],
      [`claims/${id}/claw-back`, { annual_accounts: id, loss: '1', decision_reference: 'AG' }],
      [`claims/${id}/recoveries`, bank({ amount: '1' })],
      ['movements/999/correction', { reason: 'Erreur' }],
      ['movements/0/correction', { reason: 'Erreur' }],
      ['subscriptions/not-an-id/payments', bank({ amount: '20' })],
    ] as [string, object][])
    .run(async ({ client, assert }, [path, form]) => {
      const desk = await treasurer(client)
      assert.equal((await desk.send(`${ROOT}/${path}`, form)).status(), 404)
    })

  test('C07 a receipt registers the shares; a wrong amount, day or line is told beside its field', async ({
    client,
    assert,
  }) => {
    const member = await givenAdmitted(clock)
    const { id: subscriptionId } = must(await signBulletin(clock, member.id, { shares: 2 }))
    const desk = await treasurer(client)
    const path = `${ROOT}/subscriptions/${subscriptionId}/payments`
    const errorsOf = async (form: object) => Object.keys(fieldErrors(await desk.send(path, form)))
    assert.sameMembers(await errorsOf({}), ['amount', 'bank_date', 'bank_reference'])
    for (const amount of ['x', '-1', '0', '40,001', '1e3', '40,01']) {
      assert.deepEqual(await errorsOf(bank({ amount })), ['amount'], amount)
    }
    for (const typed of ['2026-02-30', '11/03/2026', 'hier', '2026-03-11']) {
      assert.deepEqual(
        await errorsOf(bank({ amount: '40', bank_date: typed })),
        ['bank_date'],
        typed
      )
    }
    assert.equal((await holdingOf(member.id)).shares, 0)
    const line = bank({ amount: '40,00', bank_date: '09/03/2026', bank_reference: 'VIR-77' })
    assert.match(sentence(await desk.send(path, line), 'success'), /parts sont au registre/)
    assert.equal((await holdingOf(member.id)).shares, 2)
    const other = must(await signBulletin(clock, member.id, { shares: 2 }))
    const again = `${ROOT}/subscriptions/${other.id}/payments`
    assert.property(fieldErrors(await desk.send(again, line)), 'bank_reference')
    assert.deepEqual(await actsOn(subscriptionId), [
      'shares.open_subscription',
      'shares.record_payment',
    ])
  })

  test('C09 money that a gate keeps waiting is told, and registered when the gate opens', async ({
    client,
    assert,
  }) => {
    await givenHolder(clock, 50)
    const town = await givenAdmitted(clock, { kind: 'public_body', name: 'Ville' })
    const other = await givenAdmitted(clock)
    const awaited = must(await signBulletin(clock, other.id, { shares: 10 }))
    const subscription = must(await signBulletin(clock, town.id, { shares: 51 }))
    const desk = await treasurer(client)
    const path = `${ROOT}/subscriptions/${subscription.id}`
    const sent = await desk.send(`${path}/payments`, bank({ amount: '1020' }))
    assert.match(sentence(sent, 'error'), /moitié du capital/)
    assert.match(sentence(sent, 'success'), /Versement inscrit/)
    assert.property(fieldErrors(await desk.send(`${path}/registration`)), 'subscription')
    must(await pay(clock, awaited.id, awaited.totalCents))
    assert.match(sentence(await desk.send(`${path}/registration`), 'success'), /registre/)
  })

  test('C08 a call is made within its months, taken back with a reason, and a void gives all back', async ({
    client,
    assert,
  }) => {
    const keeper = await givenHolder(clock, 50)
    assert.isTrue(keeper.isActive)
    const member = await givenAdmitted(clock)
    const signed = { shares: 4, firstPaymentCents: 2_000n }
    const subscription = must(await signBulletin(clock, member.id, signed))
    must(await pay(clock, subscription.id, 2_000n))
    const desk = await treasurer(client)
    const path = `${ROOT}/subscriptions/${subscription.id}`
    const call = (form: object) => desk.send(`${path}/calls`, form)
    assert.property(fieldErrors(await call({ due_on: '2026-03-09' })), 'due_on')
    assert.match(fieldErrors(await call({ due_on: '2031-03-11' })).due_on[0], /10 mars 2031/)
    assert.property(fieldErrors(await call({ due_on: '2031-03-10', amount: '60,01' })), 'amount')
    assert.property(fieldErrors(await call({ due_on: '2031-03-10', amount: 'tout' })), 'amount')
    assert.match(sentence(await call({ due_on: '2031-03-10', amount: '20' }), 'success'), /Appel/)
    assert.match(sentence(await call({ due_on: '2030-01-01' }), 'success'), /Appel/)
    assert.property(fieldErrors(await call({ due_on: '2030-01-01' })), 'amount')
    const [first] = await CapitalCall.query().orderBy('dueOn', 'desc')
    const back = `${ROOT}/calls/${first.id}/cancellation`
    assert.property(fieldErrors(await desk.send(back, { reason: ' ' })), 'reason')
    assert.match(sentence(await desk.send(back, { reason: 'Erreur' }), 'success'), /annulé/)
    assert.property(fieldErrors(await desk.send(back, { reason: 'Erreur' })), 'reason')

    const undo = `${path}/cancellation`
    const nul = { reason: 'Nul', decided_by: 'conseil, CA-7', decided_on: '2026-03-10' }
    assert.property(fieldErrors(await desk.send(undo, nul)), 'bank_reference')
    assert.match(sentence(await desk.send(undo, bank(nul)), 'success'), /annulée/)
    assert.equal((await ShareSubscription.findOrFail(subscription.id)).state, 'cancelled')
  })

  test('a call’s payment corrected is given back by the treasurer', async ({ client, assert }) => {
    const member = await givenAdmitted(clock)
    const signed = { shares: 4, firstPaymentCents: 2_000n }
    const { id: subscriptionId } = must(await signBulletin(clock, member.id, signed))
    must(await pay(clock, subscriptionId, 2_000n))
    must(await pay(clock, subscriptionId, 1_000n))
    const desk = await treasurer(client)
    const fix = (number: number, reason = 'Mauvais compte') =>
      desk.send(`${ROOT}/movements/${number}/correction`, { reason })
    assert.property(fieldErrors(await fix(2, 'x')), 'reason')
    assert.match(sentence(await fix(2), 'success'), /n° 2 corrigé/)
    assert.match(fieldErrors(await fix(2)).reason[0], /déjà corrigé/)
    const refunds = `${ROOT}/subscriptions/${subscriptionId}/refunds`
    assert.property(fieldErrors(await desk.send(refunds, bank({ amount: '10,01' }))), 'amount')
    assert.match(sentence(await desk.send(refunds, bank({ amount: '10' })), 'success'), /inscrit/)
  })

  test('L231-4 transfers are ordered and accepted on paper, then entered with the agreement, or refused', async ({
    client,
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 6), await givenHolder(clock, 1)]
    const desk = await secretary(client)
    const asked = {
      from_number: giver.number,
      to_member: taker.id,
      shares: 2,
      price: '45,50',
      paper_reference: 'Acte du 3 mars',
      reason: 'Succession',
    }
    for (const [field, value] of [
      ['from_number', 999],
      ['to_member', newId()],
      ['shares', 0.5],
      ['shares', -1],
      ['reason', ''],
      ['price', 'cher'],
      ['paper_reference', ''],
    ] as const) {
      const refused = await desk.send(`${ROOT}/transfers`, { ...asked, [field]: value })
      assert.property(fieldErrors(refused), field)
    }
    assert.match(sentence(await desk.send(`${ROOT}/transfers`, asked), 'success'), /cession/)
    const [first] = await ShareTransfer.query()
    const path = `${ROOT}/transfers/${first.id}`
    assert.equal(first.priceCents, 4_550n)
    assert.deepEqual(first.evidence, { method: 'paper', reference: 'Acte du 3 mars' })
    const early = fieldErrors(
      await desk.send(`${path}/registration`, { decision_reference: 'CA-2' })
    )
    assert.match(early.decision_reference[0], /pas encore dit oui/)
    assert.property(fieldErrors(await desk.send(`${path}/acceptance`)), 'paper_reference')
    const yes = await desk.send(`${path}/acceptance`, { paper_reference: 'Lettre du 8 mars' })
    assert.match(sentence(yes, 'success'), /Accord noté/)
    assert.equal((await first.refresh()).acceptance!.reference, 'Lettre du 8 mars')
    const twice = await desk.send(`${path}/acceptance`, { paper_reference: 'Lettre du 8 mars' })
    assert.match(fieldErrors(twice).paper_reference[0], /déjà acceptée/)
    const pending = fieldErrors(await desk.send(`${path}/registration`))
    assert.match(pending.decision_reference[0], /9 mai 2026/)
    const agreed = await desk.send(`${path}/registration`, { decision_reference: 'CA-2' })
    assert.match(sentence(agreed, 'success'), /inscrite/)
    assert.equal((await holdingOf(taker.id)).shares, 3)
    const over = fieldErrors(await desk.send(`${path}/registration`))
    assert.property(over, 'decision_reference')

    const handover = { fromMemberId: giver.id, toMemberId: taker.id, shares: 1, ...act }
    const other = must(await agreedTransfer(handover))
    const refusal = `${ROOT}/transfers/${other.id}/refusal`
    const form = { reason: 'Trop tôt', decision_reference: 'CA-3' }
    assert.property(
      fieldErrors(await desk.send(refusal, { reason: 'Trop tôt' })),
      'decision_reference'
    )
    assert.match(sentence(await desk.send(refusal, form), 'success'), /refusée/)
    assert.include(await actsOn(other.id), 'shares.refuse_transfer')
  })

  test('L231-4 a side that changes its mind on paper ends the transfer, with its reason', async ({
    client,
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 6), await givenHolder(clock, 1)]
    const desk = await secretary(client)
    const handover = { fromMemberId: giver.id, toMemberId: taker.id, shares: 1, ...act }
    const said = { paper_reference: 'Lettre du 9 mars', reason: 'Trop cher' }
    for (const [step, state, action] of [
      ['decline', 'declined', 'shares.decline_transfer'],
      ['withdrawal', 'withdrawn', 'shares.withdraw_transfer'],
    ] as const) {
      const transfer = must(await orderTransfer(handover))
      const path = `${ROOT}/transfers/${transfer.id}/${step}`
      const bare = fieldErrors(await desk.send(path, { reason: 'x' }))
      assert.sameMembers(Object.keys(bare), ['paper_reference', 'reason'])
      assert.match(sentence(await desk.send(path, said), 'success'), /notée?/)
      assert.equal((await transfer.refresh()).state, state)
      assert.include(transfer.reason!, 'Trop cher')
      assert.include(await actsOn(transfer.id), action)
      assert.match(fieldErrors(await desk.send(path, said)).paper_reference[0], /déjà close/)
    }
  })

  test('C15, C16, C17 a claim is paid in turn, and a loss is taken back and received', async ({
    client,
    assert,
  }) => {
    const claim = await givenClaim()
    clock.moveTo('2027-05-10T12:00')
    const figures = {
      closedOn: dayOf('2026-12-31'),
      approvedOn: dayOf('2027-05-09'),
      resolutionReference: 'AG',
      capitalCents: 200_000n,
      ...{ legalReserveCents: 0n, statutoryReserveCents: 0n, otherReservesCents: 0n },
      ...{ carriedLossCents: 0n, resultCents: 0n, subsidiesCents: 0n, turnoverCents: 0n },
      employees: 0,
    }
    const year = must(await recordAnnualAccounts({ figures, ...act }))
    const desk = await treasurer(client)
    const path = `${ROOT}/claims/${claim.id}`
    const line = bank({ bank_date: '2027-05-10' })
    const payee = {
      name: 'Étude Martin',
      iban: 'FR76 3000 6000 0112 3456 7890 189',
      evidence_reference: 'Acte',
    }
    const wrongIban = await desk.send(`${path}/payee`, { ...payee, iban: 'FR76 0000' })
    assert.property(fieldErrors(wrongIban), 'iban')
    assert.property(
      fieldErrors(await desk.send(`${path}/payee`, { ...payee, evidence_reference: '' })),
      'evidence_reference'
    )
    assert.match(sentence(await desk.send(`${path}/payee`, payee), 'success'), /ira à cette/)
    const early = fieldErrors(await desk.send(`${path}/payment`, line))
    assert.match(early.bank_reference[0], /10 juin 2031/)
    assert.property(fieldErrors(await desk.send(`${path}/early`)), 'decision_reference')
    const decided = await desk.send(`${path}/early`, { decision_reference: 'CA-5' })
    assert.match(sentence(decided, 'success'), /avant son échéance/)
    const ahead = await desk.send(`${path}/payment`, bank({ bank_date: '2027-05-11' }))
    assert.property(fieldErrors(ahead), 'bank_date')
    assert.match(sentence(await desk.send(`${path}/payment`, line), 'success'), /capital a baissé/)
    assert.equal((await ExitClaim.findOrFail(claim.id)).paidAmountCents, 20_000n)

    const loss = { annual_accounts: year.id, loss: '100', decision_reference: 'AG-9' }
    for (const [field, value] of [
      ['annual_accounts', newId()],
      ['loss', 'x'],
      ['loss', '0'],
      ['decision_reference', ''],
    ] as const) {
      const refused = await desk.send(`${path}/claw-back`, { ...loss, [field]: value })
      assert.isNotEmpty(fieldErrors(refused), `${field} ${value}`)
    }
    assert.match(sentence(await desk.send(`${path}/claw-back`, loss), 'success'), /Perte reprise/)
    const money = { amount: '10', bank_date: '2027-05-10', bank_reference: 'REP-1' }
    assert.property(
      fieldErrors(await desk.send(`${path}/recoveries`, { ...money, amount: '10,01' })),
      'amount'
    )
    assert.match(sentence(await desk.send(`${path}/recoveries`, money), 'success'), /reçue/)
  })
})
