import db from '@adonisjs/lucid/services/db'
import type { Capability } from '#services/identity/capabilities'
import type { OfficeTask } from '#services/office_desk'
import { assertHoldOver } from '#services/royalties/payouts/hold'
import { RoyaltiesError } from '#services/royalties/errors'
import type { Clock } from '#values/clock'
import { isPeriodOver, periodEnd } from '#values/period'

/** P20: statements are there by day 5 after the month's end; from then on its close is late. */
const CLOSE_WITHIN_DAYS = 5

type Reader = {
  may: ReadonlySet<Capability>
  approver: boolean
  accountId: string
  clock: Clock
}

type Month = {
  period: string
  revision: number
  state: string
  failure: string | null
  computed_by_account_id: string | null
  approved_by_me: boolean
  chain_state: string | null
  to_record: number
}

/** The months that wait for this person: to close, approve, publish, or to say they are paid. */
export async function monthTasks(reader: Reader): Promise<OfficeTask[]> {
  const { rows } = await db.rawQuery(
    `SELECT p.period, p.revision, p.state, p.failure, p.computed_by_account_id,
            EXISTS (SELECT 1 FROM publications b JOIN publication_approvals a ON a.publication_id = b.id
                     WHERE b.period = p.period AND b.revision = p.revision
                       AND a.account_id = :accountId) AS approved_by_me,
            (SELECT t.state FROM chain_transactions t WHERE t.period = p.period
                AND t.revision = p.revision ORDER BY t.created_at DESC LIMIT 1) AS chain_state,
            (SELECT count(*)::int FROM payouts o WHERE o.period = p.period
                AND o.revision = p.revision AND o.state <> 'paid') AS to_record
       FROM periods p WHERE p.state <> 'paid' ORDER BY p.period`,
    { accountId: reader.accountId }
  )
  const tasks: OfficeTask[] = []
  for (const month of rows as Month[]) {
    const task = await taskOf(month, reader)
    if (task) tasks.push({ ...task, period: month.period, href: hrefOf(month) })
  }
  return tasks
}

const hrefOf = ({ period }: Month) => `/royalties/office/close/${period}`

type Found = Pick<OfficeTask, 'key' | 'count' | 'urgent'>

async function taskOf(
  month: Month,
  { may, approver, accountId, clock }: Reader
): Promise<Found | null> {
  const { state, period } = month
  const now = clock.now()
  const late = now > periodEnd(period).plus({ days: CLOSE_WITHIN_DAYS })
  if (state === 'open' && may.has('royalties.close_period') && isPeriodOver(period, now)) {
    return { key: 'close_period', count: 1, urgent: late }
  }
  if (state === 'closing' && may.has('royalties.close_period') && month.failure) {
    return { key: 'resume_close', count: 1, urgent: true }
  }
  const prepared = month.computed_by_account_id === accountId
  if (state === 'computed' && approver && !prepared && !month.approved_by_me) {
    return { key: 'approve_period', count: 1, urgent: late }
  }
  const failed = month.chain_state === 'failed'
  if (state === 'approved' && may.has('publication.publish') && (failed || !month.chain_state)) {
    return { key: 'publish_period', count: 1, urgent: failed || late }
  }
  const recorder = state === 'published' && may.has('royalties.record_payouts')
  if (recorder && month.to_record === 0) return { key: 'nothing_to_pay', count: 1, urgent: false }
  if (recorder && (await isHoldOver(period, clock))) {
    return { key: 'record_payouts', count: month.to_record, urgent: false }
  }
  return null
}

async function isHoldOver(period: string, clock: Clock): Promise<boolean> {
  try {
    await assertHoldOver(period, clock)
    return true
  } catch (error) {
    if (error instanceof RoyaltiesError) return false
    throw error
  }
}
