import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { givenAccount } from '#tests/support/accounts'
import { Reader } from '#tests/support/reader'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { Clock, FixedClock } from '#values/clock'

const clock = new FixedClock('2032-06-10T10:00')
/** In the order of the form; a surplus of 10 000 € with reserves below the capital. */
const ACCOUNTS = {
  'Début de l’exercice': '2031-01-01',
  'Clôture de l’exercice': '2031-12-31',
  'Approuvés le': '2032-05-20',
  'Résolution': 'AG1-R1',
  'Capital': '58000',
  'Réserve légale': '1000',
  'Réserve statutaire': '2000',
  'Autres réserves': '0',
  'Pertes antérieures': '0',
  'Résultat (moins pour une perte)': '9000',
  'Dont subventions': '0',
  'Chiffre d’affaires': '120000',
  'Salarié·es': '2',
}

test.group('The result of a year on its page', (group) => {
  group.each.setup(async () => {
    app.container.swap(Clock, () => clock)
    await emptyCooperative()
    await adoptTestStatutes()
    return async () => {
      app.container.restore(Clock)
      await emptyCooperative()
    }
  })

  test('C33: accounts that are corrected stay the chosen ones, and their surplus is shared again', async ({
    assert,
    browser,
  }) => {
    const account = await givenAccount({ roles: ['treasurer'], fullName: 'Tom Caisse' })
    const desk = await Reader.signedIn(browser, account)
    const { page } = desk
    const records = async (changes: Partial<typeof ACCOUNTS> = {}) => {
      await page.getByRole('button', { name: 'Enregistrer des comptes' }).click()
      const dialog = page.getByRole('dialog')
      for (const [label, value] of Object.entries({ ...ACCOUNTS, ...changes })) {
        await dialog.getByLabel(label).first().fill(value)
      }
      await dialog.getByRole('button', { name: 'Enregistrer des comptes' }).click()
      await dialog.waitFor({ state: 'hidden' })
    }

    await desk.go('/shares/office/surplus')
    await records()
    await records({ 'Résultat (moins pour une perte)': '10000' })
    await page.getByText(/^1\s500,00/).waitFor()
    const year = page.getByLabel('Exercice', { exact: true })
    assert.equal((await year.textContent())!.trim(), '31 décembre 2031')
    await page.getByRole('button', { name: 'Calculer' }).click()
    await page.getByText(/Au moins 4\s250,00/).waitFor()
    await desk.look()
    assert.deepEqual(desk.faults, [])
  })
})
