import {
  createPayee,
  createSubscriber,
  createWork,
  settlePaymentRow,
  useWork,
} from '#tests/support/months'
import { FixedClock } from '#values/clock'
import { periodStart } from '#values/period'

/**
 * Sixteen subscribers, one in each range, 8,00 € each: three works (one owner, one shared with a
 * payee who has not accepted, one without a sheet); subscriber 3 used nothing.
 */
export async function smallMonth(period: string) {
  const clock = new FixedClock(periodStart(period))
  const [zoe, ana, sam] = await Promise.all(['Zoé', 'Ana', 'Sam'].map(createPayee))
  const solo = await createWork('Solo', [{ payeeId: zoe, basisPoints: 10000 }])
  const duo = await createWork('Duo', [
    { payeeId: ana, basisPoints: 3333 },
    { payeeId: sam, basisPoints: 6667, accepted: false },
  ])
  const orphan = await createWork('Sans feuille', [])
  const subscribers: Record<string, string> = {}
  for (const digit of '0123456789abcdef') {
    const subscriber = await createSubscriber(clock, digit)
    subscribers[digit] = subscriber
    await settlePaymentRow(subscriber, period)
    if (digit === '3') continue
    await useWork(subscriber, solo, period, { download: 1 })
    await useWork(subscriber, duo, period, { download: 1, listening: 7 })
    if (digit > '9') await useWork(subscriber, orphan, period, { listening: 3 })
  }
  return { zoe, ana, sam, solo, duo, orphan, subscribers }
}
