import { test } from '@japa/runner'
import { HERE, Reader } from '#tests/support/reader'

test.group('What a person sees of an error', () => {
  test('a link that leads nowhere opens the page that says so, not « the site did not answer »', async ({
    assert,
    browser,
  }) => {
    const { page } = await Reader.visitor(browser)
    await page.goto(`${HERE}/`)
    await page.route('**/catalogue', (route) => route.continue({ url: `${HERE}/nothing-here` }))
    await page.locator('main a[href="/catalogue"]').first().click()
    await page.getByRole('heading', { name: 'Il n’y a rien à cette adresse' }).waitFor()
    assert.equal(await page.getByText('Le site n’a pas répondu').count(), 0)
  })

  test('a form that failed keeps what was typed and shows the server’s own sentence', async ({
    assert,
    browser,
  }) => {
    const { page } = await Reader.visitor(browser)
    await page.goto(`${HERE}/identity/sign-in`)
    await page.fill('input[name=email]', 'zoe@exemple.test')
    await page.fill('input[name=password]', 'un jardin partagé')
    await page.route('**/identity/sign-in', (route) =>
      route.fulfill({ status: 500, json: { message: 'Quelque chose s’est cassé chez nous.' } })
    )
    await page.click('main form button[type=submit]')
    await page.getByText('Quelque chose s’est cassé chez nous.').waitFor()
    assert.equal(await page.inputValue('input[name=email]'), 'zoe@exemple.test')
    assert.equal(await page.locator('dialog, iframe').count(), 0, 'no raw answer in a frame')
  })
})
