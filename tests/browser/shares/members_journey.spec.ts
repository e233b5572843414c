import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import type { Browser } from 'playwright'
import env from '#start/env'
import type Account from '#models/identity/account'
import ExitClaim from '#models/shares/exit_claim'
import Member from '#models/membership/member'
import type { Role } from '#services/identity/capabilities'
import { FACTOR_SESSION_KEY } from '#services/identity/factor_session'
import { seedChart } from '#services/ledger/seed_chart'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { capitalNow } from '#services/shares/queries/capital_now'
import { givenAccount } from '#tests/support/accounts'
import { Reader } from '#tests/support/reader'
import { givenAdmitted, givenHolder, must, OFFICE, signBulletin } from '#tests/support/shares'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { Clock, FixedClock } from '#values/clock'

const START = '2032-03-10T10:00'
const clock = new FixedClock(START)
const URL_HERE = `http://${env.get('HOST')}:${env.get('PORT')}`

test.group('The life of shares', (group) => {
  group.each.setup(async () => {
    app.container.swap(Clock, () => clock)
    clock.moveTo(START)
    await limiter.clear()
    await emptyCooperative()
    await db.transaction((trx) => seedChart(trx))
    await adoptTestStatutes({ capital: { statutoryMinimumCents: '10000' } })
    return async () => {
      app.container.restore(Clock)
      await emptyCooperative()
    }
  })

  async function as(browser: Browser, account: Account, isStaff = false): Promise<Reader> {
    const context = await browser.newContext({ locale: 'fr-FR' })
    await context.withGuard('web').loginAs(account)
    if (isStaff) await context.setSession({ [FACTOR_SESSION_KEY]: account.id })
    return Reader.open(context, URL_HERE)
  }

  const staff = async (browser: Browser, roles: Role[]) =>
    as(browser, await givenAccount({ roles, fullName: 'Marc Lenoir' }), true)

  test('admitted, pay, see the shares and the certificate', async ({ assert, browser }) => {
    const account = await givenAccount({ fullName: 'Maëlle Le Goff' })
    const person = { name: 'Le Goff', givenName: 'Maëlle', accountId: account.id }
    const member = await givenAdmitted(clock, person)
    must(await signBulletin(clock, member.id, { shares: 3, reference: 'PS-MAEL-2032' }))
    const maelle = await as(browser, account)
    await maelle.visit('/shares/mine')
    await maelle.page.getByText('Il vous reste 60,00 € à virer').waitFor()

    const marc = await staff(browser, ['treasurer'])
    await marc.visit('/office')
    await marc.page.getByRole('link', { name: /Une souscription attend son virement/ }).click()
    await marc.page.getByText('PS-MAEL-2032').waitFor()
    await marc.look()
    await marc.page.getByRole('button', { name: 'Inscrire un versement' }).click()
    const dialog = marc.page.getByRole('dialog')
    await dialog.getByLabel('Référence de la banque').fill('VIR 0310 LE GOFF')
    await dialog.getByRole('button', { name: 'Inscrire un versement' }).click()
    await marc.page.getByText('les parts sont au registre').first().waitFor()
    await marc.visit('/shares/office/register')
    await marc.page.getByRole('link', { name: 'Maëlle Le Goff' }).waitFor()
    await marc.visit('/shares/office/capital')

    await maelle.page.reload()
    await maelle.page.getByRole('heading', { name: 'Vous avez 3 parts' }).waitFor()
    await maelle.look()
    const download = maelle.page.waitForEvent('download')
    await maelle.page.getByRole('link', { name: /Télécharger mon certificat/ }).click()
    assert.equal((await download).suggestedFilename(), 'certificat-de-parts-1.pdf')
    await maelle.visit('/shares/cooperative')
    await maelle.page.getByText('1 personne décide').waitFor()
    assert.deepEqual([...maelle.faults, ...marc.faults], [])
  }).timeout(180_000)

  test('ask to leave, wait in the queue, be paid', async ({ assert, browser }) => {
    await givenHolder(clock, 20, { name: 'Qui reste' })
    const account = await givenAccount({ fullName: 'Anouk Roux' })
    const person = { name: 'Roux', givenName: 'Anouk', accountId: account.id }
    const member = await givenHolder(clock, 5, person)
    const anouk = await as(browser, account)
    await anouk.visit('/shares/mine/exit')
    await anouk.page.getByText('Vous restez sociétaire jusqu’au 10 juin 2032').waitFor()
    await anouk.page.getByRole('checkbox', { name: /J’ai lu les dates/ }).click()
    await anouk.page.getByRole('button', { name: 'Demander mon départ' }).click()
    await anouk.page.getByRole('heading', { name: 'Votre départ est demandé' }).waitFor()
    await anouk.look()

    clock.moveTo('2032-06-10T06:00')
    await makeExitsEffective({ actor: OFFICE, clock })
    await anouk.visit('/shares/mine/exit')
    await anouk.page.getByText('Place n° 1 : 100,00 €').waitFor()
    await anouk.page.getByText('Dû le 10 juin 2037 au plus tard').waitFor()
    const marc = await staff(browser, ['secretary', 'treasurer'])
    await marc.visit('/shares/office/exits')
    assert.equal(await marc.page.getByRole('button', { name: 'Payer' }).count(), 0)
    await marc.page.getByRole('button', { name: 'Avancer par décision' }).click()
    await marc.page.getByLabel('Référence de la décision').fill('CA-2032-06-10')
    await marc.page
      .getByRole('dialog')
      .getByRole('button', { name: 'Avancer par décision' })
      .click()
    await marc.page.getByRole('button', { name: 'Payer' }).click()
    await marc.page.getByRole('dialog').getByLabel('Référence de la banque').fill('VIR 0610 ROUX')
    await marc.page.getByRole('dialog').getByRole('button', { name: 'Payer' }).click()
    await marc.page.getByText('le capital a baissé').first().waitFor()
    await marc.look()

    const claim = await ExitClaim.findByOrFail('memberId', member.id)
    assert.equal(claim.state, 'paid')
    assert.equal((await Member.findOrFail(member.id)).state, 'left')
    assert.equal((await capitalNow(clock)).subscribedCents, 40_000n)
    await anouk.visit('/shares/mine/exit')
    await anouk.page.getByText('100,00 € remboursés le 10 juin 2032').waitFor()
    assert.deepEqual([...anouk.faults, ...marc.faults], [])
  }).timeout(180_000)
})
