import AnnualAccounts from '#models/shares/annual_accounts'
import ExitClaim from '#models/shares/exit_claim'
import ShareMovement from '#models/shares/share_movement'
import ShareSubscription from '#models/shares/share_subscription'
import ShareTransfer from '#models/shares/share_transfer'
import type Member from '#models/membership/member'
import { announceExit } from '#services/membership/exits/announce_exit'
import { MembershipError } from '#services/membership/errors'
import { callBalance } from '#services/shares/calls/call_balance'
import { allowEarlyPayment } from '#services/shares/claims/allow_early_payment'
import { clawBack } from '#services/shares/claims/claw_back'
import { payClaim } from '#services/shares/claims/pay_claim'
import { recordPayee } from '#services/shares/claims/record_payee'
import { SharesError } from '#services/shares/errors'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { correctMovement } from '#services/shares/movements/correct_movement'
import { capitalNow, type Capital } from '#services/shares/queries/capital_now'
import { registerAt, type RegisterLine } from '#services/shares/queries/register_at'
import { refundShareMoney } from '#services/shares/subscriptions/refund_share_money'
import { voidSubscription } from '#services/shares/subscriptions/void_subscription'
import { recordAnnualAccounts } from '#services/shares/surplus/record_annual_accounts'
import { registerTransfer } from '#services/shares/transfers/register_transfer'
import { OFFICE, pay, signBulletin, wrongWithTheRegister } from '#tests/support/shares'
import { agreedTransfer, orderTransfer } from '#tests/support/transfers'
import type { FixedClock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'
import { newId } from '#values/id'

const IBAN = 'FR7630006000011234567890189'

/** One act of the office, chosen and measured by the numbers of a generator. */
export type StoryAct = { what: number; who: number; much: number }

/**
 * Lives a random story of the register. Anything may be refused; what is done must leave the books
 * in order, the gates kept, and every past day as it was shown.
 */
export class SharesStory {
  readonly #shown: { day: string; number: bigint; lines: RegisterLine[] }[] = []
  readonly #act: { actor: typeof OFFICE; clock: FixedClock }

  constructor(
    readonly clock: FixedClock,
    readonly members: readonly Member[]
  ) {
    this.#act = { actor: OFFICE, clock }
  }

  async live(acts: readonly StoryAct[]): Promise<void> {
    for (const one of acts) {
      const before = await capitalNow(this.clock)
      await this.#do(one)
      this.#assertGates(before, await capitalNow(this.clock), one)
      await this.#show()
    }
    const wrong = await wrongWithTheRegister()
    if (wrong.length > 0) throw new Error(wrong.join('\n'))
    await this.#assertReplays()
  }

  async #do(one: StoryAct): Promise<void> {
    const weights: [(one: StoryAct) => Promise<void>, number][] = [
      [this.#subscribe, 5],
      [this.#payMore, 2],
      [this.#call, 2],
      [this.#handOver, 3],
      [this.#leave, 2],
      [this.#wait, 2],
      [this.#approve, 1],
      [this.#repay, 3],
      [this.#correct, 2],
      [this.#void, 1],
      [this.#claw, 1],
    ]
    const acts = weights.flatMap(([act, weight]) => Array.from({ length: weight }, () => act))
    try {
      await acts[one.what % acts.length].call(this, one)
    } catch (error) {
      if (!(error instanceof SharesError) && !(error instanceof MembershipError)) throw error
    }
  }

  #assertGates(before: Capital, after: Capital, one: StoryAct): void {
    const told = JSON.stringify(one)
    if (
      after.subscribedCents < before.subscribedCents &&
      after.subscribedCents < after.floorCents
    ) {
      throw new Error(`C10: ${after.subscribedCents} below ${after.floorCents} by ${told}`)
    }
    const grew = after.publicCents > before.publicCents
    if (grew && after.publicCents * 2n > after.subscribedCents) {
      throw new Error(`C09: ${after.publicCents} of ${after.subscribedCents} by ${told}`)
    }
  }

  async #show(): Promise<void> {
    const day = isoDay(this.clock.now())
    const { lastNumber: number } = await capitalNow(this.clock)
    this.#shown.push({ day, number, lines: await registerAt(day) })
  }

  async #assertReplays(): Promise<void> {
    for (const { day, number, lines } of this.#shown) {
      const again = await registerAt(day, { upToNumber: number })
      const text = (all: object[]) =>
        JSON.stringify(all, (_, v) => (typeof v === 'bigint' ? String(v) : v))
      // A number given since changes the place of a line, not what it says.
      const bare = (all: RegisterLine[]) =>
        text(
          all
            .map(({ number: _, ...line }) => line)
            .sort((a, b) => a.memberId.localeCompare(b.memberId))
        )
      if (bare(again) !== bare(lines))
        throw new Error(`${day} at ${number}: ${text(lines)} became ${text(again)}`)
    }
  }

  #member({ who }: StoryAct): Member {
    return this.members[who % this.members.length]
  }

  async #pick<Row>(rows: Row[], { who }: StoryAct): Promise<Row | undefined> {
    return rows[who % Math.max(rows.length, 1)]
  }

  async #subscribe(one: StoryAct) {
    const shares = 1 + (one.much % 30)
    const total = BigInt(shares) * 2_000n
    const first = one.much % 3 === 0 ? (total + 3n) / 4n : total
    const { id: memberId } = this.#member(one)
    const signed = await signBulletin(this.clock, memberId, { shares, firstPaymentCents: first })
    if (!signed.ok || one.much % 5 === 0) return
    await pay(this.clock, signed.value.id, first)
  }

  async #payMore(one: StoryAct) {
    const open = await ShareSubscription.query()
      .whereRaw('received_cents < shares * nominal_cents')
      .whereNot('state', 'cancelled')
      .orderBy('reference')
    const subscription = await this.#pick(open, one)
    if (subscription) await pay(this.clock, subscription.id, BigInt(1 + (one.much % 9_000)))
  }

  async #call(one: StoryAct) {
    const registered = await ShareSubscription.query()
      .where('state', 'registered')
      .orderBy('reference')
    const subscription = await this.#pick(registered, one)
    if (!subscription) return
    const amountCents = one.much % 2 ? undefined : BigInt(1 + (one.much % 3_000))
    const dueOn = this.clock.now().plus({ days: 30 })
    await callBalance({ subscriptionId: subscription.id, amountCents, dueOn, ...this.#act })
  }

  async #handOver(one: StoryAct) {
    const fromMemberId = this.#member(one).id
    const toMemberId = this.#member({ ...one, who: one.who + 1 + one.much }).id
    const asked = { fromMemberId, toMemberId, shares: 1 + (one.much % 10), ...this.#act }
    await (one.much % 4 ? agreedTransfer(asked) : orderTransfer(asked))
    const waiting = await ShareTransfer.query().where('state', 'accepted').orderBy('id')
    const transfer = await this.#pick(waiting, one)
    if (!transfer) return
    await registerTransfer({ transferId: transfer.id, decisionReference: 'CA', ...this.#act })
  }

  async #leave(one: StoryAct) {
    const kinds = ['withdrawal', 'reduction', 'death'] as const
    const kind = kinds[one.much % 3]
    const shares = kind === 'reduction' ? 1 + (one.who % 5) : undefined
    const { id: memberId } = this.#member(one)
    // A death is often told late: shares may have moved since.
    const happenedOn =
      kind === 'death' ? this.clock.now().minus({ days: one.who % 200 }) : undefined
    await announceExit({ memberId, kind, shares, happenedOn, ...this.#act })
    await makeExitsEffective(this.#act)
  }

  async #wait({ much }: StoryAct) {
    this.clock.advance({ months: 1 + (much % 7), days: much % 3 })
    await makeExitsEffective(this.#act)
  }

  async #approve({ much }: StoryAct) {
    const closedOn = dayOf(`${this.clock.now().year - 1}-12-31`)
    const { subscribedCents } = await capitalNow(this.clock)
    await recordAnnualAccounts({
      figures: {
        closedOn,
        approvedOn: dayOf(this.clock.now()),
        resolutionReference: 'AG',
        capitalCents: subscribedCents,
        legalReserveCents: 0n,
        statutoryReserveCents: BigInt(much % 1_000),
        otherReservesCents: 0n,
        carriedLossCents: BigInt(much % 20_000),
        resultCents: 5_000n - BigInt(much % 40_000),
        subsidiesCents: 0n,
        turnoverCents: 0n,
        employees: 0,
      },
      ...this.#act,
    })
  }

  async #repay(one: StoryAct) {
    const claim = await this.#pick(
      await ExitClaim.query().where('state', 'queued').orderBy('number'),
      one
    )
    if (!claim) return
    const claimId = claim.id
    const payee = { name: 'Étude Martin', iban: IBAN, evidenceReference: 'Acte 12' }
    if (one.much % 3) await recordPayee({ claimId, ...payee, ...this.#act })
    if (one.much % 2) await allowEarlyPayment({ claimId, decisionReference: 'CA', ...this.#act })
    await payClaim({ claimId, bankDate: this.clock.now(), bankReference: newId(), ...this.#act })
  }

  async #correct(one: StoryAct) {
    const movement = await this.#pick(
      await ShareMovement.query().orderBy('number', 'desc').limit(6),
      one
    )
    if (!movement) return
    const fixed = await correctMovement({ number: movement.number, reason: 'essai', ...this.#act })
    if (!fixed.ok || movement.type !== 'call' || one.much % 2) return
    await refundShareMoney({
      subscriptionId: movement.subscriptionId!,
      amountCents: movement.paidCents,
      bankDate: this.clock.now(),
      bankReference: newId(),
      ...this.#act,
    })
  }

  async #void(one: StoryAct) {
    const open = await ShareSubscription.query().whereNot('state', 'cancelled').orderBy('reference')
    const subscription = await this.#pick(open, one)
    if (!subscription) return
    const refund = { bankDate: this.clock.now(), bankReference: newId() }
    await voidSubscription({
      subscriptionId: subscription.id,
      reason: 'essai',
      refund,
      decision: { by: 'CA', on: this.clock.now() },
      ...this.#act,
    })
  }

  async #claw(one: StoryAct) {
    const claim = await this.#pick(await ExitClaim.query().orderBy('number'), one)
    const accounts = await this.#pick(await AnnualAccounts.query().orderBy('id'), one)
    if (!claim || !accounts) return
    await clawBack({
      claimId: claim.id,
      annualAccountsId: accounts.id,
      lossCents: BigInt(one.much),
      decisionReference: 'AG',
      ...this.#act,
    })
  }
}
