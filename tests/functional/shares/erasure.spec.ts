import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import ExitClaim from '#models/shares/exit_claim'
import ShareSubscription from '#models/shares/share_subscription'
import { announceExit } from '#services/membership/exits/announce_exit'
import { MembershipError } from '#services/membership/errors'
import { eraseMember } from '#services/membership/members/erase_member'
import { createMember } from '#services/membership/create_member'
import { allowEarlyPayment } from '#services/shares/claims/allow_early_payment'
import { payClaim } from '#services/shares/claims/pay_claim'
import { recordPayee } from '#services/shares/claims/record_payee'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import ShareTransfer from '#models/shares/share_transfer'
import { transferOrderPdf } from '#services/shares/documents/transfer_order'
import { acceptTransfer } from '#services/shares/transfers/answer_transfer'
import { registerTransfer } from '#services/shares/transfers/register_transfer'
import { requestTransfer } from '#services/shares/transfers/request_transfer'
import { voidSubscription } from '#services/shares/subscriptions/void_subscription'
import {
  givenHolder,
  must,
  OFFICE,
  pay,
  signBulletin,
  withCooperative,
} from '#tests/support/shares'
import { givenAccount } from '#tests/support/accounts'
import { pdfWords } from '#tests/support/pdf_words'
import { ON_PAPER } from '#tests/support/transfers'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const clock = new FixedClock('2026-01-10T10:00')
const act = { actor: OFFICE, clock }
const PERSON = { givenName: 'Zoé', familyName: 'Le Goff', birthDate: '1990-07-14' }

test.group('Shares | erasing who left', (group) => {
  withCooperative(group, { clock, at: '2026-01-10T10:00' })

  const erase = async (memberId: string) => {
    try {
      await eraseMember({ memberId, reason: 'demande', ...act })
      return 'erased'
    } catch (error) {
      if (error instanceof MembershipError) return error.code
      throw error
    }
  }

  async function givenDeparted() {
    await givenHolder(clock, 90)
    const member = await givenHolder(clock, 10, PERSON)
    await ShareSubscription.query()
      .where('memberId', member.id)
      .update({ bulletin: { name: 'Zoé Le Goff' }, evidence: { address: '192.0.2.7' } })
    await announceExit({ memberId: member.id, kind: 'death', happenedOn: clock.now(), ...act })
    await makeExitsEffective(act)
    clock.moveTo('2031-01-11T10:00')
    return member
  }

  const repay = async (memberId: string) => {
    const { id: claimId } = await ExitClaim.findByOrFail('memberId', memberId)
    const heir = {
      name: 'Ali Le Goff',
      iban: 'FR7630006000011234567890189',
      evidenceReference: 'Acte du 3 mai 2026',
    }
    must(await recordPayee({ claimId, ...heir, ...act }))
    must(await allowEarlyPayment({ claimId, decisionReference: 'CA', ...act }))
    must(await payClaim({ claimId, bankDate: clock.now(), bankReference: newId(), ...act }))
  }

  test('C16 whoever waits for a repayment is not erased; then the bulletins are emptied and their hashes stay', async ({
    assert,
  }) => {
    const { id } = await givenDeparted()
    assert.equal(await erase(id), 'claim_waiting')
    await repay(id)
    const before = await ShareSubscription.findByOrFail('memberId', id)
    assert.equal(await erase(id), 'erased')
    const { rows } = await db.rawQuery('SELECT * FROM share_subscriptions WHERE member_id = ?', [
      id,
    ])
    assert.notMatch(JSON.stringify(rows), /Goff|192\.0\.2/)
    assert.deepEqual(rows[0].bulletin, { erased: true })
    assert.equal(rows[0].bulletin_sha256, before.bulletinSha256)
  })

  test('a transfer forgets the erased side, its signature and its name as asker; the other side and the hash stay', async ({
    assert,
  }) => {
    await givenHolder(clock, 90)
    const member = await givenHolder(clock, 10, PERSON)
    const other = await givenHolder(clock, 10, { givenName: 'Ulysse', familyName: 'Autre' })
    const way = [member.id, other.id]
    const ids = []
    for (const [fromMemberId, toMemberId] of [way, way.toReversed()]) {
      const asked = { fromMemberId, toMemberId, shares: 1, reason: 'Pour Zoé Le Goff' }
      const evidence = { email: 'zoe@exemple.fr', address: '192.0.2.7' }
      const actor =
        fromMemberId === member.id ? await givenAccount({ fullName: 'Zoé Le Goff' }) : OFFICE
      const { id } = must(await requestTransfer({ ...asked, evidence, actor, clock }))
      const acceptance = { ...ON_PAPER, ...evidence, acceptance_sha256: 'a'.repeat(64) }
      must(await acceptTransfer({ transferId: id, acceptance, ...act }))
      must(await registerTransfer({ transferId: id, decisionReference: 'CA', ...act }))
      ids.push(id)
    }
    const before = await ShareTransfer.findOrFail(ids[0])
    assert.include(before.requestedByLabel, 'Zoé')
    await announceExit({ memberId: member.id, kind: 'death', happenedOn: clock.now(), ...act })
    await makeExitsEffective(act)
    clock.moveTo('2031-01-11T10:00')
    await repay(member.id)
    assert.equal(await erase(member.id), 'erased')
    const [given, taken] = await Promise.all(ids.map((id) => ShareTransfer.findOrFail(id)))
    assert.equal(given.requestedByLabel, '')
    assert.deepEqual(given.evidence, { erased: true })
    assert.deepEqual(taken.acceptance, { erased: true, acceptance_sha256: 'a'.repeat(64) })
    for (const one of [given, taken]) {
      assert.isNull(one.reason)
      assert.notMatch(JSON.stringify(one.orderText), /Goff|Zoé/)
      assert.include(JSON.stringify(one.orderText), 'Ulysse Autre')
      const words = await pdfWords((await transferOrderPdf(one, { addresses: true }))!)
      assert.notMatch(words, /Goff|Zoé/)
      assert.include(words, `n° ${member.number}`)
    }
    assert.equal(given.orderSha256, before.orderSha256)
  })

  test('nobody is erased who comes back, or whose money is not settled', async ({ assert }) => {
    const { id } = await givenDeparted()
    await repay(id)
    await db.transaction((trx) =>
      createMember(trx, {
        kind: 'natural',
        ...PERSON,
        categoryCodes: ['supporter'],
        admittedOn: clock.now(),
        email: 'zoe@exemple.fr',
        street: '1 rue des Essais',
        postcode: '93100',
        city: 'Montreuil',
        ...act,
      })
    )
    const subscription = must(await signBulletin(clock, id, { shares: 2 }))
    assert.equal(await erase(id), 'coming_back')
    must(await pay(clock, subscription.id, 1_000n))
    assert.equal(await erase(id), 'money_open')
    must(
      await voidSubscription({
        subscriptionId: subscription.id,
        reason: 'renonce',
        refund: { bankDate: clock.now(), bankReference: newId() },
        ...act,
      })
    )
    assert.equal(await erase(id), 'erased')
  })
})
