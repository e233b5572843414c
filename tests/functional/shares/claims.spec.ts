import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import ExitClaim from '#models/shares/exit_claim'
import ClaimValuation from '#models/shares/claim_valuation'
import { announceExit } from '#services/membership/exits/announce_exit'
import { allowEarlyPayment } from '#services/shares/claims/allow_early_payment'
import { clawBack } from '#services/shares/claims/claw_back'
import { payClaim } from '#services/shares/claims/pay_claim'
import { recordPayee } from '#services/shares/claims/record_payee'
import { lastValuation } from '#services/shares/claims/value_claim'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { exitBoard } from '#services/shares/queries/exit_board'
import {
  givenHolder,
  ledgerOf,
  must,
  OFFICE,
  refusalCode,
  withCooperative,
} from '#tests/support/shares'
import { givenAccounts } from '#tests/support/surplus'
import { dayOf } from '#values/day'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-01-10T10:00:00')
const act = { actor: OFFICE, clock }
const IBAN = 'FR7630006000011234567890189'

const approve = (closedOn: string, resultCents: bigint) =>
  givenAccounts(clock, {
    closedOn: dayOf(closedOn),
    approvedOn: dayOf(clock.now()),
    capitalCents: 10_000_000n,
    resultCents,
  })
const claw = (claimId: string, annualAccountsId: string, lossCents?: bigint) =>
  clawBack({ claimId, annualAccountsId, lossCents, decisionReference: 'AG-7', ...act })

/** Ten shares of 20 € that left on 10 April 2026, valued before any accounts. */
async function givenClaim(kind: 'withdrawal' | 'death' = 'withdrawal') {
  const member = await givenHolder(clock, 10)
  await givenHolder(clock, 90)
  const happenedOn = kind === 'death' ? clock.now() : undefined
  await announceExit({ memberId: member.id, kind, happenedOn, ...act })
  clock.moveTo('2026-04-10T12:00')
  await makeExitsEffective(act)
  return ExitClaim.findByOrFail('memberId', member.id)
}

async function paidEarly(claim: ExitClaim) {
  must(await allowEarlyPayment({ claimId: claim.id, decisionReference: 'CA-9', ...act }))
  return payClaim({ claimId: claim.id, bankDate: clock.now(), bankReference: 'VIR-1', ...act })
}

test.group('Shares | claims: losses once, and who is paid', (group) => {
  withCooperative(group, { clock, at: '2026-01-10T10:00:00' })

  test('C17 the loss comes from the accounts; the same year is taken once, a correction its difference', async ({
    assert,
  }) => {
    const claim = await givenClaim()
    must(await paidEarly(claim))
    clock.moveTo('2027-06-10T12:00')
    const year = await approve('2026-12-31', -1_200_000n)
    const [line] = (await exitBoard(clock)).paid
    assert.deepEqual(line.losses, [
      {
        id: year.id,
        closedOn: '2026-12-31',
        lossCents: '1200000',
        countedCents: '0',
        takenCents: '2400',
      },
    ])
    assert.equal(must(await claw(claim.id, year.id)).amountCents, 17_600n)
    assert.equal(refusalCode(await claw(claim.id, year.id)), 'loss_counted')
    assert.equal(refusalCode(await claw(claim.id, year.id, 1_200_000n)), 'loss_counted')
    assert.equal((await exitBoard(clock)).paid[0].losses[0].takenCents, '0')
    clock.moveTo('2027-09-10T12:00')
    const corrected = await approve('2026-12-31', -1_500_000n)
    assert.equal(must(await claw(claim.id, year.id)).amountCents, 17_000n)
    assert.equal((await lastValuation(claim.id))!.annualAccountsId, corrected.id)
    assert.deepEqual(await ledgerOf(claim.memberId), { 119: '-3000', 4567: '3000' })
  })

  test('C17 a year that the last valuation read is not taken again', async ({ assert }) => {
    const claim = await givenClaim()
    clock.moveTo('2027-06-10T12:00')
    const year = await approve('2026-12-31', -1_200_000n)
    assert.equal((await lastValuation(claim.id))!.amountCents, 17_600n)
    assert.equal(refusalCode(await claw(claim.id, year.id)), 'loss_counted')
    assert.equal((await exitBoard(clock)).queue[0].losses[0].takenCents, '0')
  })

  test('C17 accounts that wait for the assembly take nothing back', async ({ assert }) => {
    const claim = await givenClaim()
    clock.moveTo('2027-06-10T12:00')
    const prepared = await givenAccounts(clock, {
      closedOn: dayOf('2026-12-31'),
      approvedOn: null,
      resolutionReference: null,
      resultCents: -1_200_000n,
    })
    assert.equal(refusalCode(await claw(claim.id, prepared.id)), 'unknown_accounts')
    assert.lengthOf((await exitBoard(clock)).queue[0].losses, 0)
  })

  test('C17 the database holds the same loss to one claw-back', async ({ assert }) => {
    const claim = await givenClaim()
    must(await paidEarly(claim))
    clock.moveTo('2027-06-10T12:00')
    must(await claw(claim.id, (await approve('2026-12-31', -1_200_000n)).id))
    const { id, version, ...row } = (await lastValuation(claim.id))!.$attributes
    const again = { ...row, id: '00000000-0000-4000-8000-000000000001', version: version + 1 }
    await assert.rejects(
      () => db.transaction((trx) => ClaimValuation.create(again, { client: trx })),
      /claim_valuations_claw_back/
    )
  })

  test('C15 after a death the repayment waits for a payee with an act, and goes to the last one named', async ({
    assert,
  }) => {
    const claim = await givenClaim('death')
    assert.equal(refusalCode(await paidEarly(claim)), 'payee_missing')
    const payee = { claimId: claim.id, iban: IBAN, evidenceReference: 'Acte du 3 mai 2026' }
    must(await recordPayee({ ...payee, name: 'Étude Martin', ...act }))
    const heir = must(await recordPayee({ ...payee, name: 'Awa Diop', ...act }))
    assert.deepEqual((await exitBoard(clock)).queue[0].payee, {
      name: 'Awa Diop',
      iban: IBAN,
      evidence: 'Acte du 3 mai 2026',
    })
    const paid = must(await paidEarly(claim))
    assert.equal(paid.payeeId, heir.id)
    const { label } = await db
      .from('journal_entries')
      .where('journal', 'BQ')
      .orderBy('number', 'desc')
      .firstOrFail()
    assert.include(label, 'à Awa Diop')
    const late = await recordPayee({ ...payee, name: 'Trop Tard', ...act })
    assert.equal(refusalCode(late), 'claim_paid')
    await assert.rejects(() =>
      db.transaction((trx) => trx.from('claim_payees').update({ name: 'Autre' }))
    )
  })
})
