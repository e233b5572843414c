import db from '@adonisjs/lucid/services/db'
import { runChecks } from '#checks/index'
import testUtils from '@adonisjs/core/services/test_utils'
import type { Group } from '@japa/runner/core'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Member from '#models/membership/member'
import ShareSubscription from '#models/shares/share_subscription'
import { createMember, type NewMember } from '#services/membership/create_member'
import type { SharesRefusal } from '#services/shares/errors'
import { openSubscription, type Bulletin } from '#services/shares/subscriptions/open_subscription'
import { recordSharePayment } from '#services/shares/subscriptions/record_share_payment'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import type { Overrides } from '#services/statutes/override_settings'
import { withClock } from '#tests/support/desk'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import type { Clock, FixedClock } from '#values/clock'
import { sha256Hex } from '#values/digest'
import { newId } from '#values/id'
import type { Result } from '#values/result'

export const OFFICE = { label: 'essai' }
/** The nominal value of the statutes that tests adopt. */
export const NOMINAL = 2_000n

export function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

/** The code of a refusal; a success is a surprise. */
export function refusalCode(result: Result<unknown, SharesRefusal>): string {
  if (result.ok) throw new Error('was expected to be refused')
  return result.error.code
}

type Person = Partial<NewMember> & { name?: string }

/** Somebody who was admitted and holds nothing yet. */
export async function givenAdmitted(clock: Clock, person: Person = {}): Promise<Member> {
  const { name = `Essai ${newId().slice(0, 8)}`, kind = 'natural', ...rest } = person
  const identity =
    kind === 'natural'
      ? { givenName: 'Camille', familyName: name, birthDate: '1980-05-17' }
      : { legalName: name, siren: null }
  return db.transaction((trx) =>
    createMember(trx, {
      ...identity,
      kind,
      categoryCodes: [kind === 'public_body' ? PUBLIC_CATEGORY : ANY_CATEGORY],
      admittedOn: clock.now(),
      email: `${newId()}@societaires.fr`,
      street: '1 rue des Essais',
      postcode: '93100',
      city: 'Montreuil',
      actor: OFFICE,
      clock,
      ...rest,
    })
  )
}

/** Codes of the reference profile. */
const ANY_CATEGORY = 'supporter'
const PUBLIC_CATEGORY = 'public_body'

/** A signed bulletin of a member, refused or not. */
export function signBulletin(clock: Clock, memberId: string, given: Partial<Bulletin> = {}) {
  const shares = given.shares ?? 1
  const bulletin = { member: memberId, shares }
  const nominalCents = given.nominalCents ?? NOMINAL
  return db.transaction((trx: TransactionClientContract) =>
    openSubscription(trx, {
      memberId,
      reference: `PS-${newId().slice(0, 13)}`,
      shares,
      nominalCents,
      firstPaymentCents: BigInt(Math.trunc(shares)) * nominalCents,
      bulletin,
      bulletinSha256: sha256Hex(JSON.stringify(bulletin)),
      signedAt: clock.now(),
      actor: OFFICE,
      clock,
      ...given,
    })
  )
}

/** Money for a subscription as the bank shows it. */
export function pay(clock: Clock, subscriptionId: string, amountCents: bigint, more: object = {}) {
  return recordSharePayment({
    subscriptionId,
    amountCents,
    bankDate: clock.now(),
    bankReference: `RIB-${newId()}`,
    actor: OFFICE,
    clock,
    ...more,
  })
}

/** A member who holds so many shares, all paid. */
export async function givenHolder(clock: Clock, shares: number, person: Person = {}) {
  const member = await givenAdmitted(clock, person)
  await buyShares(clock, member.id, shares)
  return member.refresh()
}

export async function buyShares(clock: Clock, memberId: string, shares: number) {
  const subscription = must(await signBulletin(clock, memberId, { shares }))
  const { waiting } = must(await pay(clock, subscription.id, subscription.totalCents))
  if (waiting) throw new Error(`waiting: ${waiting.code}`)
  return ShareSubscription.findOrFail(subscription.id)
}

/** Balances of the ledger by account, debit less credit, of one member or all; zeros left out. */
export async function ledgerOf(memberId: string | null = null): Promise<Record<string, string>> {
  const { rows } = await db.rawQuery(
    `SELECT account_code, sum(debit_cents - credit_cents)::text AS cents FROM journal_lines
      WHERE :member::text IS NULL OR auxiliary = :member
      GROUP BY 1 HAVING sum(debit_cents - credit_cents) <> 0 ORDER BY 1`,
    { member: memberId }
  )
  return Object.fromEntries(rows.map((row: any) => [row.account_code, row.cents]))
}

/** Everything that `checks:run` finds wrong with the register, as its lines say it. */
export async function wrongWithTheRegister(): Promise<string[]> {
  const results = await runChecks({ period: null }, { only: /^(shares|ledger)\./ })
  return results.filter(({ failure }) => failure).map(({ name, failure }) => `${name}: ${failure}`)
}

/**
 * Each test of the group begins in an empty co-operative with adopted statutes, on the day of the
 * clock, and is rolled back; before that, everything that `checks:run` knows of shares holds.
 */
export function withCooperative(
  group: Group,
  {
    clock,
    at,
    statutes = {},
  }: { clock: FixedClock; at: string; statutes?: Overrides<StatuteSettings> }
): void {
  group.setup(() => emptyCooperative())
  withClock(group, clock)
  group.each.setup(async () => {
    clock.moveTo(at)
    const rollback = await testUtils.db().wrapInGlobalTransaction()
    await adoptTestStatutes(statutes)
    return async () => {
      const wrong = await wrongWithTheRegister()
      await rollback()
      if (wrong.length > 0) throw new Error(wrong.join('\n'))
    }
  })
}
