import db from '@adonisjs/lucid/services/db'
import type Member from '#models/membership/member'
import { activateMember } from '#services/membership/activate_member'
import { createMember, type NewMember } from '#services/membership/create_member'
import { MembershipError } from '#services/membership/errors'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

export const OFFICE = { label: 'essai' }

/** Somebody admitted today, not a member yet. */
export function givenAdmitted(clock: Clock, given: Partial<NewMember> = {}): Promise<Member> {
  const identity =
    (given.kind ?? 'natural') === 'natural'
      ? { givenName: 'Camille', familyName: `Morel ${newId()}`, birthDate: '1984-03-01' }
      : { legalName: `Les Amis ${newId()}` }
  return db.transaction((trx) =>
    createMember(trx, {
      kind: 'natural',
      ...identity,
      categoryCodes: ['subscriber'],
      admittedOn: clock.now(),
      email: `${newId()}@exemple.fr`,
      street: '1 rue des Essais',
      postcode: '93100',
      city: 'Montreuil',
      actor: OFFICE,
      clock,
      ...given,
    })
  )
}

/** The same once the money is in. */
export async function givenMember(clock: Clock, given: Partial<NewMember> = {}): Promise<Member> {
  const { id } = await givenAdmitted(clock, given)
  return db.transaction((trx) =>
    activateMember(trx, { memberId: id, on: clock.now(), actor: OFFICE, clock })
  )
}

/** The code of the refusal that an act meets; an act that is done is a surprise. */
export async function refusalOf(act: Promise<unknown>): Promise<string> {
  try {
    await act
  } catch (error) {
    if (error instanceof MembershipError) return error.code
    throw error
  }
  throw new Error('This was expected to be refused')
}
