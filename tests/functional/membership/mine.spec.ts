import { test } from '@japa/runner'
import mail from '@adonisjs/mail/services/main'
import type Account from '#models/identity/account'
import type Member from '#models/membership/member'
import MemberConsent from '#models/membership/member_consent'
import MemberDetail from '#models/membership/member_detail'
import MemberMail from '#mails/membership/member_mail'
import { collectPersonalData } from '#services/identity/personal_data'
import '#services/identity/personal_data_sections'
import { listDoors } from '#services/identity/queries/list_doors'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, isRefused, withClock } from '#tests/support/desk'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'
import { sha256Hex } from '#values/digest'
import { givenMember } from './member_scene.js'

/** 'membership.mine.update', 'membership.mine.consent', 'membership.mine.claim' */
const MINE = '/membership/mine'
const CONTACT = {
  email: 'zoe@exemple.fr',
  phone: '',
  street: '9 quai Neuf',
  postcode: '29200',
  city: 'Brest',
  country: 'FR',
  iban: '',
}

test.group('Membership | a member’s own record', (group) => {
  const clock = new FixedClock('2026-05-04T10:00')
  withClock(group, clock)
  let account: Account
  let member: Member
  group.each.setup(async () => {
    await emptyCooperative()
    await adoptTestStatutes()
    account = await givenAccount()
    member = await givenMember(clock, {
      accountId: account.id,
      givenName: 'Zoé',
      familyName: 'Le Goff',
      email: 'zoe@exemple.fr',
      iban: 'FR7630006000011234567890189',
    })
  })
  const put = (client: any, form: object, who = account) =>
    client.put(MINE).loginAs(who).withCsrfToken().json(form).redirects(0)

  test('nobody signed in is sent to sign in', async ({ client }) => {
    const acts = [client.get(MINE), client.put(MINE), client.post(`${MINE}/consents`)]
    for (const act of [...acts, client.post(`${MINE}/claim`)]) {
      const response = await act.withCsrfToken().redirects(0)
      response.assertHeader('location', '/identity/sign-in')
    }
  })

  test('who is no member sees how to become one, and changes nothing', async ({
    client,
    assert,
  }) => {
    const stranger = await givenAccount()
    const { page } = deskOf(client, stranger)
    const response = await page(MINE)
    response.assertInertiaComponent('membership/mine_none')
    assert.isFalse((response.inertiaProps as any).claimable)
    assert.isTrue(isRefused(await put(client, CONTACT, stranger)))
    const consent = { kind: 'newsletter', given: true }
    assert.isTrue(isRefused(await deskOf(client, stranger).send(`${MINE}/consents`, consent)))
    await deskOf(client, stranger).send(`${MINE}/claim`)
    assert.isFalse((await listDoors(stranger)).member)
    assert.lengthOf(await MemberDetail.all(), 1)
  })

  test('C03 the page says category, college and vote in words', async ({ client, assert }) => {
    const props = (await deskOf(client, account).page(MINE)).inertiaProps as any
    assert.deepEqual(props.standing, {
      category: 'Abonné·es',
      others: [],
      college: { label: 'Abonné·es', weightBp: 3000 },
      mayVote: true,
    })
    assert.equal(props.details.street, '1 rue des Essais')
    assert.isTrue((await listDoors(account)).member)
  })

  test('an address is corrected; who one is stays the office’s', async ({ client, assert }) => {
    const { mails } = mail.fake()
    await put(client, { ...CONTACT, iban: 'FR7630006000011234567890189', family_name: 'Autre' })
    const [first, second] = await MemberDetail.query().orderBy('version')
    assert.equal(first.street, '1 rue des Essais')
    assert.equal(second.street, '9 quai Neuf')
    assert.equal(second.familyName, 'Le Goff')
    assert.equal(second.recordedByLabel, 'sociétaire')
    mails.assertNotQueued(MemberMail)
    mail.restore()
  })

  test('another bank account or e-mail is told to both addresses', async ({ client, assert }) => {
    const { mails } = mail.fake()
    await put(client, { ...CONTACT, email: 'Nouvelle@Exemple.fr' })
    mails.assertQueuedCount(MemberMail, 2)
    await member.refresh()
    assert.equal(member.email, 'nouvelle@exemple.fr')
    const [version] = await MemberDetail.query().orderBy('version', 'desc')
    assert.isNull(version.iban)
    mail.restore()
  })

  test('a wrong address is refused beside its field and nothing is lost', async ({
    client,
    assert,
  }) => {
    const wrong: [object, string][] = [
      [{ postcode: '1' }, 'postcode'],
      [{ email: 'zoe@' }, 'email'],
      [{ iban: 'FR76 0000' }, 'iban'],
      [{ iban: 'BR1800360305000010009795493C1' }, 'iban'],
      [{ street: '' }, 'street'],
      [{ city: '\u0000' }, 'city'],
      [{ country: 'XX' }, 'country'],
      [{ phone: 'demain' }, 'phone'],
    ]
    for (const [change, field] of wrong) {
      const response = await put(client, { ...CONTACT, ...change })
      assert.property(fieldErrors(response), field, JSON.stringify(change))
    }
    assert.lengthOf(await MemberDetail.all(), 1)
  })

  test('C19 a consent is given and taken back, with the hash of its words', async ({
    client,
    assert,
  }) => {
    const { send } = deskOf(client, account)
    await send(`${MINE}/consents`, { kind: 'email_notices', given: true })
    await send(`${MINE}/consents`, { kind: 'email_notices', given: false })
    const rows = await MemberConsent.query().orderBy('recordedAt')
    assert.sameMembers(
      rows.map(({ given }) => given),
      [true, false]
    )
    const words =
      'Je veux recevoir par e-mail les convocations aux assemblées, au lieu du courrier postal.'
    assert.equal(rows[0].textSha256, sha256Hex(words))
    const wrong = await send(`${MINE}/consents`, { kind: 'tracking', given: true })
    assert.property(fieldErrors(wrong), 'kind')
  })

  test('a record is claimed by its verified address, and by no other', async ({
    client,
    assert,
  }) => {
    const email = `malo.${Date.now()}@exemple.fr`
    const malo = await givenMember(clock, { email })
    const unverified = await givenAccount({ email, emailVerified: false })
    await deskOf(client, unverified).send(`${MINE}/claim`)
    await malo.refresh()
    assert.isNull(malo.accountId)
    await unverified.merge({ emailVerifiedAt: clock.now() }).save()
    const offered = (await deskOf(client, unverified).page(MINE)).inertiaProps as any
    assert.isTrue(offered.claimable)
    await deskOf(client, unverified).send(`${MINE}/claim`)
    await malo.refresh()
    assert.equal(malo.accountId, unverified.id)
  })

  test('the export of my data holds the membership', async ({ assert }) => {
    const data = (await collectPersonalData(account)) as unknown as Record<string, any[]>
    assert.equal(data.memberships[0].number, 1)
    assert.equal(data.member_details[0].family_name, 'Le Goff')
    assert.equal(data.member_categories[0].category_code, 'subscriber')
    for (const section of ['share_movements', 'exit_claims', 'share_interest', 'share_payments']) {
      assert.deepEqual(data[section], [])
    }
  })
})
