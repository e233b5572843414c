import { test } from '@japa/runner'
import type { Browser } from 'playwright'
import env from '#start/env'
import { Reader } from '#tests/support/reader'

const url = `http://${env.get('HOST')}:${env.get('PORT')}`

test.group('What a person sees of an error', () => {
  const visitor = async (browser: Browser) =>
    Reader.open(await browser.newContext({ locale: 'fr-FR' }), url)

  test('a link that leads nowhere opens the page that says so, not « the site did not answer »', async ({
    assert,
    browser,
  }) => {
    const { page } = await visitor(browser)
    await page.goto(`${url}/`)
    await page.route('**/catalogue', (route) => route.continue({ url: `${url}/nothing-here` }))
    await page.locator('main a[href="/catalogue"]').first().click()
    await page.getByRole('heading', { name: 'Il n’y a rien à cette adresse' }).waitFor()
    assert.equal(await page.getByText('Le site n’a pas répondu').count(), 0)
  })

  test('a form that failed keeps what was typed and shows the server’s own sentence', async ({
    assert,
    browser,
  }) => {
    const { page } = await visitor(browser)
    await page.goto(`${url}/identity/sign-in`)
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
