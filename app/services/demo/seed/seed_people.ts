import Account from '#models/identity/account'
import {
  DEMO_PASSWORD,
  DEMO_TOTP_SECRET,
  demoId,
  PAYEES,
  STAFF,
  type ApproverCapacity,
} from '#services/demo/cast'
import { SUBSCRIBERS } from '#services/demo/cast_subscribers'
import type { Timeline } from '#services/demo/seed/timeline'
import { grantRole } from '#services/identity/roles'
import { setFixedSecondFactor } from '#services/identity/set_up_second_factor'
import { createRightsHolder } from '#services/licensing/create_rights_holder'
import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'

export const DEMO_ACTOR = { label: 'demo' }

export const accountIdOf = (key: string) => demoId(`account|${key}`)
export const payeeIdOf = (key: string) => demoId(`payee|${key}`)
export const rightsHolderIdOf = (key: string) => demoId(`rights-holder|${key}`)
export const subscriberIdOf = (key: string) => demoId(`subscriber|${key}`)

/** Everybody of the cast: accounts, staff with their second factor and mandates, rights-holders. */
export async function seedPeople(timeline: Timeline): Promise<void> {
  await seedAccounts(timeline)
  const clock = timeline.on(7, 2)
  for (const person of STAFF) {
    const account = await Account.findOrFail(accountIdOf(person.key))
    await setFixedSecondFactor(account, DEMO_TOTP_SECRET, clock)
    if (person.approver) await giveMandate(account.id, person.approver, timeline)
    for (const role of [person.role, ...(person.also ?? [])]) {
      if (role) await grantRole({ actor: DEMO_ACTOR, accountId: account.id, role, clock })
    }
  }
  for (const payee of PAYEES) {
    await createRightsHolder({
      name: payee.name,
      legalForm: payee.legalForm,
      payeeKind: payee.kind,
      accountId: accountIdOf(payee.key),
      email: payee.email,
      actor: DEMO_ACTOR,
      clock,
      ids: { rightsHolder: rightsHolderIdOf(payee.key), payee: payeeIdOf(payee.key) },
    })
  }
}

/** One hash for all: they share the demo's password, and hashing fifty would take seconds. */
async function seedAccounts(timeline: Timeline): Promise<void> {
  const password = await hash.make(DEMO_PASSWORD)
  const people = [
    ...STAFF.map(({ key, name, email }) => ({ key, name, email, since: 7 })),
    ...PAYEES.map(({ key, signer: name, email }) => ({ key, name, email, since: 7 })),
    ...SUBSCRIBERS.map((one) => ({ ...one, since: one.joinedMonthsAgo })),
  ]
  await db.table('accounts').multiInsert(
    people.map(({ key, name, email, since }) => {
      const createdAt = timeline.on(since, 1, 8).now().toISO()
      return {
        id: accountIdOf(key),
        email,
        full_name: name,
        password,
        locale: 'fr',
        email_verified_at: createdAt,
        created_at: createdAt,
      }
    })
  )
}

async function giveMandate(accountId: string, capacity: ApproverCapacity, timeline: Timeline) {
  await db.table('approval_mandates').insert({
    id: demoId(`mandate|${capacity}`),
    account_id: accountId,
    capacity,
    starts_on: timeline.on(7, 1).now().toISODate(),
    created_at: timeline.on(7, 1).now().toISO(),
  })
}
