import type { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import type Member from '#models/membership/member'
import { demoId, STAFF } from '#services/demo/cast'
import { MEMBERS, type CastMember } from '#services/demo/cast_members'
import { must } from '#services/demo/seed/must'
import { seedApplications } from '#services/demo/seed/seed_applications'
import { seedDepartures } from '#services/demo/seed/seed_departures'
import { accountIdOf } from '#services/demo/seed/seed_people'
import type { Timeline } from '#services/demo/seed/timeline'
import { createMember } from '#services/membership/create_member'
import { declareEmployees } from '#services/membership/members/declare_employees'
import { openSubscription } from '#services/shares/subscriptions/open_subscription'
import { recordSharePayment } from '#services/shares/subscriptions/record_share_payment'
import { recordAnnualAccounts } from '#services/shares/surplus/record_annual_accounts'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { FixedClock } from '#values/clock'
import { canonicalJson, sha256Hex } from '#values/digest'

export const memberIdOf = (key: string) => demoId(`member|${key}`)

/**
 * The co-operative's members as they came, eighteen months of movements, what waits at every step
 * today: applications, a transfer to be paid, shares handed over, somebody in the queue.
 */
export async function seedMembers(timeline: Timeline): Promise<void> {
  const events = MEMBERS.flatMap((person) =>
    person.buys.map((buy, index) => {
      const clock = timeline.on(buy.monthsAgo, buy.day, 9 + (index % 8))
      return { at: clock.now(), run: () => subscribe(person, buy.shares, index, clock) }
    })
  )
  const departures = seedDepartures(timeline)
  const accounts = accountsOfYear(timeline)
  for (const event of [...events, ...departures, ...accounts].sort(byTime)) await event.run()
  await countEmployees(timeline)
  await seedApplications(timeline)
}

type Event = { at: DateTime; run: () => Promise<unknown> }
const byTime = (a: Event, b: Event) => a.at.toMillis() - b.at.toMillis()

/** Admitted and paid in one go; the first time makes a member of somebody. */
async function subscribe(person: CastMember, shares: number, index: number, clock: FixedClock) {
  const actor = await staff('secretary')
  const memberId = memberIdOf(person.key)
  await db.transaction(async (trx) => {
    if (index === 0) await welcome(trx, person, clock)
    const statutes = (await statutesInForce(clock.now(), trx))!
    const nominalCents = BigInt(statutes.settings.capital.nominalCents)
    const bulletin = { document: 'demo_bulletin', member: person.key, shares: String(shares) }
    const amountCents = BigInt(shares) * nominalCents
    const subscription = must(
      await openSubscription(trx, {
        id: demoId(`share-subscription|${person.key}|${index}`),
        memberId,
        reference: `PS-${demoId(`reference|${person.key}|${index}`).slice(0, 8).toUpperCase()}`,
        shares,
        nominalCents,
        firstPaymentCents: amountCents,
        bulletin,
        bulletinSha256: sha256Hex(canonicalJson(bulletin)),
        signedAt: clock.now(),
        actor,
        clock,
      })
    )
    must(
      await recordSharePayment(
        {
          subscriptionId: subscription.id,
          amountCents,
          bankDate: clock.now(),
          bankReference: `VIR ${clock.now().toFormat('yyyyLLdd')} ${person.key} ${index + 1}`,
          actor: await staff('treasurer'),
          clock,
        },
        trx
      )
    )
  })
}

type Trx = Parameters<typeof createMember>[0]

async function welcome(trx: Trx, person: CastMember, clock: FixedClock): Promise<Member> {
  const { kind, category, account, representative, givenName, familyName, birthDate } = person
  const { legalName, legalForm, siren, email, street, postcode, city } = person
  return createMember(trx, {
    id: memberIdOf(person.key),
    kind,
    categoryCodes: [category],
    admittedOn: clock.now(),
    accountId: account ? accountIdOf(account) : null,
    ...{ givenName, familyName, birthDate, legalName, legalForm, siren },
    representativeName: representative?.[0],
    representativeCapacity: representative?.[1],
    ...{ email, street, postcode, city },
    actor: await staff('secretary'),
    clock,
  })
}

async function countEmployees(timeline: Timeline): Promise<void> {
  const clock = timeline.on(2, 1)
  const countedOn = clock.now().toISODate()!
  await declareEmployees({ employees: 4, countedOn, actor: await staff('treasurer'), clock })
}

/** The first year closed with a small loss: what shares are worth is not always what was paid. */
function accountsOfYear(timeline: Timeline): Event[] {
  const closedOn = timeline.now.startOf('year').minus({ days: 1 })
  const clock = new FixedClock(closedOn.plus({ months: 5, days: 20 }).set({ hour: 18 }))
  if (clock.now() > timeline.now) return []
  return [{ at: clock.now(), run: () => approveAccounts(closedOn, clock) }]
}

async function approveAccounts(closedOn: DateTime, clock: FixedClock): Promise<void> {
  const { rows } = await db.rawQuery(
    `SELECT coalesce(sum(shares * nominal_cents), 0)::text AS capital FROM share_movements
      WHERE type = 'subscribe' AND effective_on <= ?`,
    [closedOn.toISODate()!]
  )
  const figures = {
    closedOn,
    approvedOn: clock.now(),
    resolutionReference: clock.now().toFormat("'AGO'-yyyy-LL-'R2'"),
    capitalCents: BigInt(rows[0].capital),
    legalReserveCents: 0n,
    statutoryReserveCents: 0n,
    otherReservesCents: 0n,
    carriedLossCents: 0n,
    resultCents: -12_480n,
    subsidiesCents: 0n,
    turnoverCents: 3_841_200n,
    employees: 4,
  }
  must(await recordAnnualAccounts({ figures, actor: await staff('treasurer'), clock }))
}

/** Who of the cast does the office's work. */
export async function staff(role: 'secretary' | 'treasurer'): Promise<Account> {
  const { key } = STAFF.find((one) => one.role === role)!
  return Account.findOrFail(accountIdOf(key))
}
