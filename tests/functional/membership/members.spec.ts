import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import AuditEvent from '#models/identity/audit_event'
import Member from '#models/membership/member'
import MemberCategory from '#models/membership/member_category'
import MemberDetail from '#models/membership/member_detail'
import { closeAccount } from '#services/identity/close_account'
import { activateMember } from '#services/membership/activate_member'
import { addCategory } from '#services/membership/categories/add_category'
import { endCategory } from '#services/membership/categories/end_category'
import { recordConsent } from '#services/membership/consents/record_consent'
import { SamePersonError } from '#services/membership/create_member'
import { changeDetails } from '#services/membership/details/change_details'
import { recordDeparture } from '#services/membership/leave_membership'
import { eraseMember } from '#services/membership/members/erase_member'
import { claimableMember, linkAccount } from '#services/membership/members/link_account'
import { markHomonym } from '#services/membership/members/mark_homonym'
import { lastConsents } from '#services/membership/queries/last_consents'
import { memberStanding } from '#services/membership/queries/member_standing'
import { givenAccount } from '#tests/support/accounts'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'
import { isoDay } from '#values/day'
import { givenAdmitted, givenMember, OFFICE, refusalOf } from './member_scene.js'

const PERSON = { givenName: 'Zoé', familyName: 'Le Goff', birthDate: '1990-07-14' }

test.group('Membership | members', (group) => {
  const clock = new FixedClock('2026-05-04T10:00')
  const act = { actor: OFFICE, clock }
  group.each.setup(async () => {
    clock.moveTo('2026-05-04T10:00')
    await emptyCooperative()
    await adoptTestStatutes()
  })

  const leave = (memberId: string) =>
    db.transaction((trx) => recordDeparture(trx, { memberId, on: clock.now(), ...act }))

  test('numbers follow one another, whoever comes at once and whoever turns back', async ({
    assert,
  }) => {
    const waiting = await Promise.all(Array.from({ length: 12 }, () => givenAdmitted(clock)))
    await Promise.allSettled(
      waiting.map(({ id }, place) =>
        db.transaction(async (trx) => {
          await activateMember(trx, { memberId: id, on: clock.now(), ...act })
          if (place % 4 === 0) throw new Error('the bank took it back')
        })
      )
    )
    const numbers = (await Member.query().where('state', 'active').orderBy('number')).map(
      ({ number }) => number
    )
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9])
    const again = await db.transaction((trx) =>
      activateMember(trx, { memberId: waiting[1].id, on: '2026-06-01', ...act })
    )
    assert.equal(isoDay(again.joinedOn!), '2026-05-04')
  })

  test('C03 one person has one record, however the name is typed', async ({ assert }) => {
    const zoe = await givenMember(clock, PERSON)
    const twice = givenAdmitted(clock, { ...PERSON, givenName: 'ZOE', familyName: 'LE-GOFF' })
    const error = await twice.then(
      () => null,
      (reason) => reason
    )
    assert.instanceOf(error, SamePersonError)
    assert.equal(error.memberId, zoe.id)
  })

  test('C03 who left comes back under the same number, with the categories of now', async ({
    assert,
  }) => {
    const zoe = await givenMember(clock, { ...PERSON, categoryCodes: ['subscriber', 'artist'] })
    clock.moveTo('2026-09-01T10:00')
    await leave(zoe.id)
    assert.equal(
      await MemberCategory.query()
        .whereNull('validTo')
        .then(({ length }) => length),
      0
    )
    clock.moveTo('2027-01-10T10:00')
    const back = await givenAdmitted(clock, { ...PERSON, categoryCodes: ['supporter'] })
    assert.equal(back.id, zoe.id)
    assert.equal(back.state, 'left')
    const active = await db.transaction((trx) =>
      activateMember(trx, { memberId: back.id, on: clock.now(), ...act })
    )
    assert.deepInclude(
      { ...active.$attributes },
      { number: zoe.number, state: 'active', leftOn: null }
    )
    const { category } = await memberStanding(active, clock.now())
    assert.equal(category!.code, 'supporter')
  })

  test('C03 the statutes’ order decides the one college, whatever the qualities', async ({
    assert,
  }) => {
    const member = await givenMember(clock, { categoryCodes: ['supporter', 'subscriber'] })
    const added = await addCategory({
      memberId: member.id,
      code: 'artist',
      reason: 'sortie',
      ...act,
    })
    const standing = await memberStanding(member, clock.now())
    assert.equal(standing.category!.code, 'artist')
    assert.equal(standing.college!.code, 'artists')
    assert.isTrue(standing.mayVote)
    await endCategory({ categoryId: added.id, on: '2026-06-01', reason: 'fin', ...act })
    assert.equal((await memberStanding(member, '2026-05-31')).category!.code, 'artist')
    assert.equal((await memberStanding(member, '2026-06-01')).category!.code, 'subscriber')
  })

  test('C01 a category is one of the statutes, open to the kind, once, and never the last to end', async ({
    assert,
  }) => {
    const member = await givenMember(clock)
    const add = (code: string) =>
      refusalOf(addCategory({ memberId: member.id, code, reason: 'essai', ...act }))
    assert.equal(await add('astronaut'), 'unknown_category')
    assert.equal(await add('public_body'), 'category_kind')
    assert.equal(await add('subscriber'), 'category_held')
    const { id } = await MemberCategory.findByOrFail('memberId', member.id)
    const end = (on: string) =>
      refusalOf(endCategory({ categoryId: id, on, reason: 'essai', ...act }))
    assert.equal(await end('2026-06-01'), 'last_category')
    await addCategory({ memberId: member.id, code: 'supporter', reason: 'essai', ...act })
    assert.equal(await end('2026-05-04'), 'bad_end_day')
    assert.equal(await end('2026-04-01'), 'bad_end_day')
  })

  test('details are corrected by a new version; the trail names fields, never what stood there', async ({
    assert,
  }) => {
    const member = await givenMember(clock, { ...PERSON, phone: '06 12 34 56 78' })
    clock.moveTo('2026-06-01T10:00')
    const changes = { street: '9 quai Neuf', phone: null, familyName: 'Le Goff-Martin' }
    const done = await changeDetails({ memberId: member.id, changes, reason: 'mariage', ...act })
    assert.sameMembers(done!.fields, ['street', 'phone', 'familyName'])
    const versions = await MemberDetail.query().where('memberId', member.id).orderBy('version')
    assert.lengthOf(versions, 2)
    assert.equal(versions[0].street, '1 rue des Essais')
    assert.deepInclude(
      { ...versions[1].$attributes },
      { version: 2, birthPlace: null, phone: null }
    )
    assert.equal(isoDay(versions[1].birthDate!), PERSON.birthDate)
    await member.refresh()
    assert.equal(member.displayName, 'Zoé Le Goff-Martin')
    assert.include(member.personKey, 'goff martin')
    const event = await AuditEvent.findByOrFail('action', 'membership.change_details')
    assert.notInclude(JSON.stringify(event), '9 quai Neuf')
    const none = await changeDetails({ memberId: member.id, changes, reason: 'encore', ...act })
    assert.isNull(none)
    await assert.rejects(() => versions[0].merge({ street: 'ailleurs' }).save())
    await assert.rejects(() => versions[0].delete())
  })

  test('C03 a corrected name never makes two records of one person', async ({ assert }) => {
    await givenMember(clock, PERSON)
    const other = await givenMember(clock, { ...PERSON, givenName: 'Zoée' })
    const changes = { givenName: 'Zoé' }
    const change = changeDetails({ memberId: other.id, changes, reason: 'faute', ...act })
    assert.equal(await refusalOf(change), 'same_person')
  })

  test('C03 a true homonym gets a record once the office has said so, and only once', async ({
    assert,
  }) => {
    const first = await givenMember(clock, PERSON)
    await markHomonym({ memberId: first.id, reason: 'nées à Brest et à Nice', ...act })
    const second = await givenMember(clock, PERSON)
    assert.notEqual(second.id, first.id)
    await assert.rejects(() => givenAdmitted(clock, PERSON))
    assert.equal(
      await refusalOf(markHomonym({ memberId: first.id, reason: 'encore', ...act })),
      'homonym_marked'
    )
    assert.isNotNull(await AuditEvent.findBy('action', 'membership.mark_homonym'))
    const change = { city: 'Nice' }
    await changeDetails({ memberId: first.id, changes: change, reason: 'déménage', ...act })
  })

  test('C19 the last answer counts, the same one is not written twice', async ({ assert }) => {
    const { id: memberId } = await givenMember(clock)
    const answer = (given: boolean, text = 'Par e-mail.') =>
      recordConsent({ memberId, kind: 'email_notices', given, text, source: 'mine', ...act })
    const first = await answer(true)
    clock.advance({ minutes: 1 })
    assert.equal((await answer(true)).id, first.id)
    clock.advance({ minutes: 1 })
    await answer(false)
    const [notices] = await lastConsents(memberId)
    assert.isFalse(notices.given)
    await assert.rejects(() => first.merge({ given: false }).save())
    const { rows } = await db.rawQuery('SELECT count(*)::int AS total FROM member_consents')
    assert.equal(rows[0].total, 2)
  })

  test('an account closes and the membership stays; a record is claimed by its verified address', async ({
    assert,
  }) => {
    const account = await givenAccount({ email: `zoe.${Date.now()}@exemple.fr` })
    const member = await givenMember(clock, { ...PERSON, email: account.email.toUpperCase() })
    assert.equal((await claimableMember(account))!.id, member.id)
    await linkAccount({ memberId: member.id, account, actor: account, clock })
    assert.isNull(await claimableMember(account))
    const other = await givenMember(clock)
    assert.equal(
      await refusalOf(linkAccount({ memberId: other.id, account, ...act })),
      'account_taken'
    )
    await closeAccount(account, clock)
    await member.refresh()
    assert.deepInclude({ ...member.$attributes }, { accountId: null, state: 'active' })
  })

  test('C17 a former member is erased after five years, not a day before; the number stays', async ({
    assert,
  }) => {
    const zoe = await givenMember(clock, PERSON)
    const erase = () => eraseMember({ memberId: zoe.id, reason: 'demande', ...act })
    assert.equal(await refusalOf(erase()), 'not_left')
    await leave(zoe.id)
    clock.moveTo('2031-05-03T10:00')
    assert.equal(await refusalOf(erase()), 'kept_until')
    clock.moveTo('2031-05-04T10:00')
    const changes = { city: 'Brest', familyName: 'Morvan' }
    await changeDetails({ memberId: zoe.id, changes, reason: 'mariage', ...act })
    assert.equal((await zoe.refresh()).formerNames, 'Zoé Le Goff')
    await erase()
    await zoe.refresh()
    assert.equal(zoe.displayName, 'n° 1')
    assert.isTrue(zoe.isErased)
    for (const table of ['members', 'member_details', 'exits', 'audit_events']) {
      const { rows } = await db.rawQuery(`SELECT * FROM ${table}`)
      // What other specs left in the trail is not about this person.
      const own = rows.filter((row: any) => JSON.stringify(row).includes(zoe.id))
      if (table !== 'exits') assert.isNotEmpty(own, table)
      const said = table === 'audit_events' ? own.map((row: any) => row.after) : own
      assert.notMatch(JSON.stringify(said), /Goff|Morvan|1990-07-1|Essais|Brest/, table)
    }
    assert.equal(await refusalOf(erase()), 'erased')
    const detail = await MemberDetail.firstOrFail()
    await assert.rejects(() => detail.merge({ city: 'Nantes', erasedAt: clock.now() }).save())
  })
})
