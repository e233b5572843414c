import type Exit from '#models/membership/exit'
import ExitClaim from '#models/shares/exit_claim'
import { memberIdOf, staff } from '#services/demo/seed/seed_members'
import { must } from '#services/demo/seed/must'
import type { Timeline } from '#services/demo/seed/timeline'
import { announceExit } from '#services/membership/exits/announce_exit'
import { allowEarlyPayment } from '#services/shares/claims/allow_early_payment'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { acceptTransfer } from '#services/shares/transfers/answer_transfer'
import { registerTransfer } from '#services/shares/transfers/register_transfer'
import { requestTransfer } from '#services/shares/transfers/request_transfer'
import type { FixedClock } from '#values/clock'

const PAPER = { method: 'paper', reference: 'Classeur Cessions' }
const HOUSE = { label: 'system' }

/**
 * Who left or is leaving, and shares handed over, each at its moment: two in the queue (one of them
 * may be paid early), one announced, one transfer done, one that waits for its taker and one for the board.
 */
export function seedDepartures(timeline: Timeline) {
  const at = (monthsAgo: number, day: number, run: (clock: FixedClock) => Promise<unknown>) => {
    const clock = timeline.on(monthsAgo, day, 17)
    return { at: clock.now(), run: () => run(clock) }
  }
  return [
    at(9, 4, (clock) => handOver('yann', 'zelie', 3, clock)),
    at(7, 2, (clock) => announce('baptiste', clock)),
    at(6, 5, (clock) => announce('beatrice', clock)),
    at(4, 2, (clock) => makeExitsEffective({ actor: HOUSE, clock })),
    at(3, 5, (clock) => makeExitsEffective({ actor: HOUSE, clock })),
    at(2, 12, (clock) => allowEarly('baptiste', clock)),
    at(1, 9, (clock) => announce('anais', clock)),
    at(1, 20, (clock) => ask('edith', 'camille', 5, clock)),
    at(1, 21, (clock) => agree('zelie', 'edith', 2, clock)),
  ]
}

async function announce(key: string, clock: FixedClock): Promise<Exit> {
  return announceExit({
    memberId: memberIdOf(key),
    kind: 'withdrawal',
    actor: await staff('secretary'),
    clock,
  })
}

/** Shares that changed hands with the board's agreement. */
async function handOver(from: string, to: string, shares: number, clock: FixedClock) {
  const transfer = await agree(from, to, shares, clock)
  must(
    await registerTransfer({
      transferId: transfer.id,
      decisionReference: clock.now().toFormat("'CA'-yyyy-LL-dd"),
      actor: await staff('secretary'),
      clock,
    })
  )
}

/** A transfer that both sides signed on paper. */
async function agree(from: string, to: string, shares: number, clock: FixedClock) {
  const transfer = await ask(from, to, shares, clock)
  return must(
    await acceptTransfer({
      transferId: transfer.id,
      acceptance: PAPER,
      actor: await staff('secretary'),
      clock,
    })
  )
}

async function ask(from: string, to: string, shares: number, clock: FixedClock) {
  return must(
    await requestTransfer({
      fromMemberId: memberIdOf(from),
      toMemberId: memberIdOf(to),
      shares,
      evidence: PAPER,
      actor: await staff('secretary'),
      clock,
    })
  )
}

async function allowEarly(key: string, clock: FixedClock) {
  const claim = await ExitClaim.findByOrFail('memberId', memberIdOf(key))
  must(
    await allowEarlyPayment({
      claimId: claim.id,
      decisionReference: clock.now().toFormat("'CA'-yyyy-LL-dd"),
      actor: await staff('secretary'),
      clock,
    })
  )
}
