import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import Exit from '#models/membership/exit'
import MemberConsent from '#models/membership/member_consent'
import MemberDetail from '#models/membership/member_detail'
import { seedChart } from '#services/ledger/seed_chart'
import { activateMember } from '#services/membership/activate_member'
import { recordConsent } from '#services/membership/consents/record_consent'
import { createMember } from '#services/membership/create_member'
import { givenAccount } from '#tests/support/accounts'
import { Reader } from '#tests/support/reader'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { Clock, FixedClock } from '#values/clock'

const clock = new FixedClock('2026-03-10T10:00')
const act = { actor: { label: 'essai' }, clock }
test.group('Being a member', (group) => {
  group.each.setup(async () => {
    app.container.swap(Clock, () => clock)
    await emptyCooperative()
    await db.transaction((trx) => seedChart(trx))
    await adoptTestStatutes()
    return async () => {
      app.container.restore(Clock)
      await emptyCooperative()
    }
  })

  async function givenZoe(accountId: string | null): Promise<string> {
    return db.transaction(async (trx) => {
      const { id } = await createMember(trx, {
        kind: 'natural',
        givenName: 'Zoé',
        familyName: 'Le Goff',
        birthDate: '1990-07-14',
        email: 'zoe@exemple.fr',
        street: '4 rue des Tanneurs',
        postcode: '35000',
        city: 'Rennes',
        categoryCodes: ['subscriber'],
        admittedOn: clock.now(),
        accountId,
        ...act,
      })
      await activateMember(trx, { memberId: id, on: clock.now(), ...act })
      return id
    })
  }

  test('correct my address, withdraw a consent', async ({ assert, browser }) => {
    const account = await givenAccount({ fullName: 'Zoé Le Goff' })
    const memberId = await givenZoe(account.id)
    const text = 'Par e-mail.'
    const yes = { memberId, kind: 'email_notices' as const, given: true, text }
    await recordConsent({ ...yes, source: 'application', ...act })
    clock.advance({ hours: 1 })
    const zoe = await Reader.signedIn(browser, account)
    const { page } = zoe
    await zoe.visit('/membership/mine')
    await page.getByText('Vous votez au collège Abonné·es').waitFor()

    await page.fill('input[name=street]', '9 quai Neuf')
    await page.fill('input[name=postcode]', '2920')
    await page.click('main form button[type=submit]')
    await page.getByText('Ce code postal n’existe pas dans ce pays.').waitFor()
    assert.equal(await page.inputValue('input[name=street]'), '9 quai Neuf')
    assert.equal(await page.evaluate('document.activeElement.name'), 'postcode')
    assert.lengthOf(await MemberDetail.all(), 1)
    await page.fill('input[name=postcode]', '29200')
    await page.fill('input[name=city]', 'Brest')
    await page.click('main form button[type=submit]')
    await page.getByText('C’est enregistré').first().waitFor()
    const [, second] = await MemberDetail.query().orderBy('version')
    assert.equal(`${second.street}, ${second.postcode} ${second.city}`, '9 quai Neuf, 29200 Brest')

    const notices = page.getByRole('switch', { name: /convocations/ })
    assert.isTrue(await notices.isChecked())
    await notices.click()
    await page.getByText('C’est noté : non.').first().waitFor()
    assert.isFalse(await notices.isChecked())
    const last = await MemberConsent.query().orderBy('recordedAt', 'desc').firstOrFail()
    assert.isFalse(last.given)
    await zoe.look()
    assert.deepEqual(zoe.faults, [])
  }).timeout(120_000)

  test('the office finds a member, keeps the view, notes a withdrawal and takes it back', async ({
    assert,
    browser,
  }) => {
    await givenZoe(null)
    const account = await givenAccount({ roles: ['secretary'], fullName: 'Marc Lenoir' })
    const marc = await Reader.signedIn(browser, account)
    const { page } = marc
    await marc.visit('/membership/office/members')
    await page.getByRole('searchbox').fill('ZOE')
    await page.waitForURL('**/members?search=ZOE')
    await page.getByRole('button', { name: 'Garder cette vue' }).click()
    await page.getByLabel('Nom de la vue').fill('Les Zoé')
    await page.getByRole('button', { name: 'Garder', exact: true }).click()
    await page.getByRole('link', { name: 'Les Zoé' }).waitFor()
    await marc.look()

    await page.getByRole('link', { name: 'Zoé Le Goff' }).click()
    await page.getByRole('heading', { level: 1, name: 'Zoé Le Goff' }).waitFor()
    await page.getByRole('navigation', { name: 'Navigation du bureau' }).waitFor()
    await page.getByRole('button', { name: 'Noter un retrait', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Noter un retrait' }).click()
    await page.getByText('Le départ est noté.').first().waitFor()
    await page.getByText('Retrait annoncé pour le 10 juin 2026').waitFor()
    await marc.look()
    await page.getByRole('button', { name: 'Annuler le départ' }).click()
    await dialog.getByLabel('Raison').fill('a changé d’avis')
    await dialog.getByRole('button', { name: 'Annuler le départ' }).click()
    await page.getByText('Le départ est annulé.').first().waitFor()
    assert.equal((await Exit.firstOrFail()).state, 'cancelled')

    await page.getByRole('button', { name: 'Corriger' }).click()
    await dialog.getByLabel('Ville').fill('Brest')
    await dialog.getByLabel('Raison').fill('lettre du 2 mars')
    await dialog.getByRole('button', { name: 'Corriger' }).click()
    await page.getByText('Fiche corrigée : Ville').waitFor()
    await marc.visit('/membership/office/alerts')
    await page.getByText('La loi demande au moins trois catégories').waitFor()
    assert.deepEqual(marc.faults, [])
  }).timeout(120_000)
})
