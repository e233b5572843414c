import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import Application from '#models/membership/application'
import OutboxMail from '#models/identity/outbox_mail'
import { seedChart } from '#services/ledger/seed_chart'
import { openToAnyone } from '#tests/functional/membership/application_scene'
import { givenAccount } from '#tests/support/accounts'
import { pdfWords } from '#tests/support/pdf_words'
import { Reader } from '#tests/support/reader'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { Clock, FixedClock } from '#values/clock'

const clock = new FixedClock('2032-03-10T10:00')
/** The code of the newest mail to an address, once it has left. */
async function codeFor(email: string): Promise<string> {
  for (;;) {
    const mails = await OutboxMail.query().where('recipients', email)
    const codes = mails.flatMap(({ subject }) => /^\d{6}/.exec(subject) ?? [])
    if (codes.length > 0) return codes.at(-1)!
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function fillIn(page: Page, email: string) {
  await page.getByRole('radio', { name: /Je suis abonné/ }).click()
  await page.getByRole('button', { name: 'Une part de plus' }).click()
  await page.getByText('soit 40,00 €').waitFor()
  await page.fill('input[name=given_name]', 'Maëlle')
  await page.fill('input[name=family_name]', 'Le Goff')
  await page.fill('input[name=birth_date]', '1988-04-12')
  await page.fill('input[name=email]', email)
  await page.fill('input[name=street]', '4 rue des Tanneurs')
  await page.fill('input[name=postcode]', '35000')
  await page.fill('input[name=city]', 'Rennes')
  await page.getByRole('checkbox', { name: /J’ai lu les statuts/ }).click()
}

const submit = (page: Page) => page.click('main form button[type=submit]')

test.group('Becoming a member', (group) => {
  group.each.setup(async () => {
    app.container.swap(Clock, () => clock)
    await limiter.clear()
    await emptyCooperative()
    await db.from('outbox_mails').delete()
    await db.transaction((trx) => seedChart(trx))
    await adoptTestStatutes()
    await openToAnyone()
    return async () => {
      app.container.restore(Clock)
      await emptyCooperative()
    }
  })

  async function sign(maelle: Reader, email: string) {
    const { page } = maelle
    await maelle.visit('/membership/join')
    await fillIn(page, email)
    await submit(page)
    await page.waitForURL('**/signature')
    await maelle.look()
    await page.fill('input[name=code]', await codeFor(email))
    await submit(page)
    await page.waitForURL(/\/applications\/[0-9a-f-]{36}$/)
    await page.getByText('Signée le 10 mars 2032').waitFor()
    await maelle.look()
  }

  test('apply, correct an error, sign by code, withdraw', async ({ assert, browser }) => {
    const maelle = await Reader.visitor(browser)
    const { page } = maelle
    await maelle.visit('/membership/join')
    await fillIn(page, 'maelle@exemple.fr')
    await page.fill('input[name=postcode]', '3500')
    await submit(page)
    await page.getByText('Ce code postal n’existe pas dans ce pays.').waitFor()
    assert.equal(await page.inputValue('input[name=family_name]'), 'Le Goff')
    assert.isTrue(await page.getByRole('checkbox', { name: /J’ai lu/ }).isChecked())
    assert.equal(await page.evaluate('document.activeElement.name'), 'postcode')
    await page.fill('input[name=postcode]', '35000')
    await submit(page)
    await page.waitForURL('**/signature')
    await page.fill('input[name=code]', '0')
    await submit(page)
    await page.getByText('Ce n’est pas le code envoyé').waitFor()
    await page.getByRole('link', { name: 'Corriger ce que j’ai écrit' }).click()
    await page.waitForURL('**/join?again=*')
    assert.equal(await page.inputValue('input[name=city]'), 'Rennes')
    await page.getByRole('checkbox', { name: /J’ai lu les statuts/ }).click()
    await page.getByRole('checkbox', { name: /convocations/ }).click()
    await db.from('outbox_mails').delete()
    await submit(page)
    await page.waitForURL('**/signature')
    await page.fill('input[name=code]', await codeFor('maelle@exemple.fr'))
    await submit(page)
    await page.getByText('Votre demande est signée').first().waitFor()
    await maelle.act(/Retirer ma demande/)
    await page.getByText('Votre demande est retirée').first().waitFor()
    const [application] = await Application.all()
    assert.equal(application.state, 'withdrawn')
    assert.isTrue(application.consentEmailNotices)
    assert.deepEqual(maelle.faults, [])
  }).timeout(120_000)

  test('apply, be found in the queue, be admitted, pay, hold the certificate (C07)', async ({
    assert,
    browser,
  }) => {
    const maelle = await Reader.signedIn(
      browser,
      await givenAccount({ fullName: 'Maëlle Le Goff' })
    )
    await sign(maelle, 'maelle@exemple.fr')
    const nadia = await Reader.signedIn(
      browser,
      await givenAccount({ roles: ['board', 'treasurer'], fullName: 'Nadia Benali' })
    )
    await nadia.visit('/office')
    await nadia.page.getByRole('link', { name: /Une demande d’adhésion à examiner/ }).click()
    await nadia.page.getByRole('link', { name: 'Maëlle Le Goff' }).click()
    await nadia.page.getByText('Code à usage unique par e-mail').waitFor()
    await nadia.look()
    await nadia.page.getByRole('button', { name: 'Admettre' }).click()
    await nadia.page.getByLabel('Référence du procès-verbal').fill('PV 2032-03, point 4')
    await nadia.page.getByRole('dialog').getByRole('button', { name: 'Admettre' }).click()
    await nadia.page.getByText('La personne est admise').first().waitFor()
    await maelle.page.reload()
    await maelle.page.getByRole('heading', { name: 'Verser vos parts' }).waitFor()
    await maelle.page.getByText('FR76 3000 6000 0112 3456 7890 189').waitFor()
    await maelle.look()

    await nadia.visit('/office')
    await nadia.page
      .getByRole('link', { name: /Une souscription de parts attend son virement/ })
      .click()
    await nadia.page.getByRole('button', { name: 'Inscrire un versement' }).click()
    const dialog = nadia.page.getByRole('dialog')
    await dialog.getByLabel('Référence de la banque').fill('VIR 0310 LE GOFF')
    await dialog.getByRole('button', { name: 'Inscrire un versement' }).click()
    await nadia.page.getByText('les parts sont au registre').first().waitFor()
    await nadia.visit('/shares/office/register')
    await nadia.page.getByRole('link', { name: 'Maëlle Le Goff' }).waitFor()
    await nadia.visit('/shares/office/capital')

    await maelle.visit('/shares/mine')
    await maelle.page.getByRole('heading', { name: 'Vous avez 2 parts' }).waitFor()
    const download = maelle.page.waitForEvent('download')
    await maelle.page.getByRole('link', { name: /Télécharger mon certificat/ }).click()
    const file = await download
    assert.equal(file.suggestedFilename(), 'certificat-de-parts-1.pdf')
    const words = await pdfWords(await readFile(await file.path()))
    for (const said of ['Maëlle Le Goff', '2 parts sociales', '40,00', 'le 10 mars 2032'])
      assert.include(words, said)
    await maelle.visit('/shares/cooperative')
    await maelle.page.getByText('1 personne décide').waitFor()
    assert.deepEqual([...maelle.faults, ...nadia.faults], [])
  }).timeout(240_000)
})
