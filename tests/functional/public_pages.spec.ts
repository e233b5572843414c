import router from '@adonisjs/core/services/router'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import { LOCALE_COOKIE } from '#middleware/detect_locale_middleware'
import { givenAccount } from '#tests/support/accounts'
import { givenWork } from '#tests/functional/catalogue/scene'
import { FixedClock } from '#values/clock'

test.group('Pages for everybody', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('the home page opens on an empty co-operative', async ({ client }) => {
    const response = await client.visit('home').withInertia()
    response.assertStatus(200)
    response.assertInertiaComponent('home')
    response.assertInertiaPropsContains({ works: [], lastMonth: null })
  })

  test('the home page does not show a work that is not published', async ({ client }) => {
    await givenWork(new FixedClock('2031-03-10T10:00:00'))
    const response = await client.visit('home').withInertia()
    response.assertInertiaPropsContains({ works: [] })
  })

  test('an address with nothing behind it gets the page that says so', async ({ client }) => {
    const response = await client.get('/nothing-here').header('accept', 'text/html').withInertia()
    response.assertStatus(404)
    response.assertInertiaComponent('errors/not_found')
  })

  test('its page knows who is signed in, and offers no subscription to a subscriber', async ({
    client,
  }) => {
    const account = await givenAccount()
    const response = await client
      .get('/nothing-here')
      .header('accept', 'text/html')
      .loginAs(account)
      .withInertia()
    response.assertStatus(404)
    response.assertInertiaPropsContains({ account: { id: account.id } })
  })

  test('a decision that is none gets the same page, not an empty answer', async ({ client }) => {
    const page = await client
      .get('/governance/resolutions/AG999999-R9')
      .header('accept', 'text/html')
      .withInertia()
    page.assertStatus(404)
    page.assertInertiaComponent('errors/not_found')
    const script = await client
      .get('/governance/resolutions/AG999999-R9')
      .header('accept', 'application/json')
    script.assertStatus(404)
    script.assertBodyContains({ message: 'Cannot GET:/governance/resolutions/AG999999-R9' })
  })

  test('what is named nowhere comes after everything that has a name', async ({ assert }) => {
    const paths = router.toJSON().root!.map(({ pattern }) => pattern)
    assert.equal(paths.at(-1), '/*')
  })

  test('the health of the house opens no session', async ({ client, assert }) => {
    const response = await client.get('/health')
    assert.isUndefined(response.header('set-cookie'))
  })

  test('an address with a wrong query opens without it, and says what was wrong', async ({
    client,
    assert,
  }) => {
    const wrong = await client
      .get('/catalogue?page=first')
      .header('accept', 'text/html')
      .redirects(0)
    wrong.assertStatus(302)
    wrong.assertHeader('location', '/catalogue')
    assert.match(String(wrong.flashMessage('error')), /page=first/)
    const back = await client
      .get('/catalogue?page=first')
      .header('accept', 'text/html')
      .header('referer', `http://${process.env.HOST}:${process.env.PORT}/verify`)
      .redirects(0)
    assert.match(String(back.header('location')), /\/verify$/)
  })

  test('the chosen language is remembered and beats what the browser asks', async ({
    client,
    assert,
  }) => {
    const chosen = await client.visit('locale').json({ locale: 'en' }).withCsrfToken().redirects(0)
    chosen.assertStatus(302)
    const cookies = [chosen.header('set-cookie')].flat().join('; ')
    assert.include(cookies, `${LOCALE_COOKIE}=en;`)
    const page = await fetch(`http://${process.env.HOST}:${process.env.PORT}/`, {
      headers: { 'cookie': `${LOCALE_COOKIE}=en`, 'accept-language': 'fr' },
    })
    assert.include(await page.text(), '<html lang="en"')
  })

  test('a language we do not speak is refused and nothing is remembered', async ({
    client,
    assert,
  }) => {
    const response = await client
      .visit('locale')
      .json({ locale: 'de' })
      .header('accept', 'application/json')
      .withCsrfToken()
    response.assertStatus(422)
    assert.notExists(response.cookie(LOCALE_COOKIE))
  })
})
