import type { CauseLine } from '#database/column_types'
import Cause from '#models/royalties/cause'
import CauseChoice from '#models/royalties/cause_choice'
import { RoyaltiesError } from '#services/royalties/errors'
import { chosenCauses } from '#services/royalties/queries/cause_board'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

const WHOLE_BP = 10_000
const MOST_CAUSES = 20

/**
 * Records where a subscriber wants the contributions' part of their fee to go, in basis points
 * that sum to 10 000; an empty list returns to the voted causes. The latest choice before a
 * month's end counts for that month.
 *
 * A cause that is not proposed any more can only be kept by whoever chose it before.
 *
 * @throws RoyaltiesError `choice_sum`, `choice_line`, `unknown_cause`, `retired_cause`
 */
export async function chooseCauses(input: {
  subscriberId: string
  lines: CauseLine[]
  clock: Clock
}): Promise<CauseChoice> {
  const lines = input.lines.toSorted((a, b) => (a.cause_id < b.cause_id ? -1 : 1))
  assertLines(lines)
  await assertProposed(input.subscriberId, lines)
  return CauseChoice.create({
    id: newId(),
    subscriberId: input.subscriberId,
    lines,
    chosenAt: input.clock.now(),
  })
}

async function assertProposed(subscriberId: string, lines: CauseLine[]): Promise<void> {
  const ids = lines.map((line) => line.cause_id)
  const known = await Cause.query().whereIn('id', ids)
  if (known.length !== lines.length) {
    throw new RoyaltiesError('unknown_cause', 'One of these causes does not exist')
  }
  const retired = known.filter((cause) => cause.isRetired)
  if (retired.length === 0) return
  const kept = await chosenCauses(subscriberId)
  const refused = retired.find(({ id }) => !kept.some((line) => line.cause_id === id))
  if (!refused) return
  throw new RoyaltiesError('retired_cause', `The cause "${refused.id}" is not proposed any more`, {
    cause: refused.name,
  })
}

function assertLines(lines: CauseLine[]): void {
  if (lines.length === 0) return
  const distinct = new Set(lines.map((line) => line.cause_id))
  const whole = lines.every((l) => Number.isInteger(l.basis_points) && l.basis_points > 0)
  if (distinct.size !== lines.length || !whole || lines.length > MOST_CAUSES) {
    throw new RoyaltiesError('choice_line', 'Each cause stands once, with a share above 0')
  }
  const sum = lines.reduce((total, line) => total + line.basis_points, 0)
  if (sum !== WHOLE_BP) {
    throw new RoyaltiesError(
      'choice_sum',
      `The shares sum to ${sum}: they must sum to ${WHOLE_BP}`,
      {
        sum,
      }
    )
  }
}
