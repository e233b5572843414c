import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { Browser } from 'playwright'
import StatuteProfile from '#models/statutes/statute_profile'
import { installReferenceProfile } from '#services/statutes/install_reference_profile'
import { givenAccount } from '#tests/support/accounts'
import { Reader } from '#tests/support/reader'
import { emptyCooperative } from '#tests/support/statutes'
import { Clock, FixedClock } from '#values/clock'

const clock = new FixedClock('2026-05-20T10:00')
const PROFILES = '/statutes/office/profiles'
/** What the founders know once they are registered. */
const REGISTERED = {
  'identity.siren': '123 456 782',
  'identity.rcsCity': 'Bobigny',
  'identity.street': '12 rue des Lilas',
  'identity.postcode': '93100',
  'identity.city': 'Montreuil',
  'identity.email': 'bonjour@p2p-legal.test',
  'identity.iban': 'FR76 3000 6000 0112 3456 7890 189',
}

test.group('The statutes of a young co-operative', (group) => {
  group.each.setup(async () => {
    app.container.swap(Clock, () => clock)
    await emptyCooperative()
    return () => app.container.restore(Clock)
  })

  async function secretary(browser: Browser): Promise<Reader> {
    const account = await givenAccount({ roles: ['secretary'], fullName: 'Inès Roussel' })
    return Reader.signedIn(browser, account)
  }

  test('a wrong profile is linted, corrected, adopted, and read by everybody (C04)', async ({
    assert,
    browser,
  }) => {
    const draft = await installReferenceProfile({ actor: { label: 'system' }, clock })
    const ines = await secretary(browser)
    const { page } = ines
    await ines.visit(`${PROFILES}/${draft.id}`)
    assert.equal(await page.getByRole('button', { name: 'Enregistrer l’adoption' }).count(), 0)
    await page.getByText('5 erreurs à corriger').first().waitFor()

    await ines.go(`${PROFILES}/${draft.id}/edit`)
    for (const [path, text] of Object.entries(REGISTERED)) {
      await page.fill(`input[name="${path}"]`, text)
    }
    await page.fill('input[name="colleges.0.weightBp"]', '50,01')
    await page.getByText('« Abonné·es » pèse 50,01 %').first().waitFor()
    await page.getByText('Les poids des collèges font 120,01 %').first().waitFor()
    await page.fill('input[name="capital.nominalCents"]', 'vingt')
    await page.getByText('Écrivez un montant en euros').waitFor()
    await ines.look()

    await page.getByRole('button', { name: 'Enregistrer le projet' }).click()
    await page.getByText('Certaines valeurs ne se lisent pas').waitFor()
    assert.equal(await page.inputValue('input[name="identity.siren"]'), '123 456 782')

    await page.fill('input[name="capital.nominalCents"]', '20')
    await page.fill('input[name="colleges.0.weightBp"]', '30')
    await page.getByText('Aucune erreur').waitFor()
    await page.getByRole('button', { name: 'Enregistrer le projet' }).click()
    await page.getByText('Le projet est enregistré.').first().waitFor()

    await ines.go(`${PROFILES}/${draft.id}`)
    await page.getByRole('button', { name: 'Enregistrer l’adoption' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Référence de la résolution').fill('AGC-2026-R1')
    await dialog.getByRole('button', { name: 'Enregistrer l’adoption' }).click()
    await page.getByText('La version 1 est adoptée.').first().waitFor()
    await ines.look()
    const adopted = await StatuteProfile.findOrFail(draft.id)
    assert.equal(adopted.version, 1)
    assert.equal(adopted.settings.identity.iban, 'FR7630006000011234567890189')
    assert.deepEqual(ines.faults, [])
    await ines.context.close()

    const anybody = await Reader.visitor(browser)
    await anybody.visit('/statutes')
    await anybody.page.getByRole('heading', { name: 'Nos statuts' }).waitFor()
    const footer = await anybody.page.locator('footer').textContent()
    assert.include(footer, 'RCS Bobigny 123 456 782')
    await anybody.visit('/identity/legal/mentions-legales')
    assert.include(await anybody.page.textContent('main'), '12 rue des Lilas, 93100 Montreuil')
    assert.deepEqual(anybody.faults, [])
    await anybody.context.close()
  }).timeout(240_000)
})
