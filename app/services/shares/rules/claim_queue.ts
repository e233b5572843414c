/** A claim that waits, as the queue sees it; its nominal is what leaves the capital. */
export type QueuedClaim = {
  id: string
  number: number
  /** YYYY-MM-DD */
  exitOn: string
  dueOn: string
  nominalCents: bigint
  /** The board's decision to pay before the due day (C15). */
  isEarly: boolean
}

export type QueuePlace<Claim extends QueuedClaim> = {
  claim: Claim
  /** From 1. */
  place: number
  /** `payable` now; `not_due`; `floor`: the first that would breach C10; `behind` that one. */
  verdict: 'payable' | 'not_due' | 'floor' | 'behind'
}

/**
 * C16: claims are paid by exit day, then number, and the queue stops at the first that would take
 * the capital below its floor, whatever smaller ones stand behind it. A claim that is not due yet
 * is passed over but keeps the room it will need: an early payment (C15) never uses it.
 */
export function claimQueue<Claim extends QueuedClaim>(
  claims: readonly Claim[],
  { roomCents, today }: { roomCents: bigint; today: string }
): QueuePlace<Claim>[] {
  let room = roomCents
  let isStopped = false
  return [...claims].sort(inOrder).map((claim, index) => {
    const at = { claim, place: index + 1 }
    if (isStopped) return { ...at, verdict: 'behind' }
    if (claim.nominalCents > room) {
      isStopped = true
      return { ...at, verdict: 'floor' }
    }
    room -= claim.nominalCents
    return { ...at, verdict: claim.isEarly || claim.dueOn <= today ? 'payable' : 'not_due' }
  })
}

function inOrder(a: QueuedClaim, b: QueuedClaim): number {
  if (a.exitOn !== b.exitOn) return a.exitOn < b.exitOn ? -1 : 1
  return a.number - b.number
}
