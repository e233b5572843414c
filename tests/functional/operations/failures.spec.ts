import { test } from '@japa/runner'
import { databaseLine } from '#tests/support/database_line'
import { sitesOf } from '#tests/support/site'

/** What tells how the house is built: files, tables, addresses of its parts. */
const INSIDES = /ECONNREFUSED|connect |node_modules|\.ts\b|statute_profiles|\bat .+:\d+:\d+/

test.group('A site that loses its database, in production', (group) => {
  const startSite = sitesOf(group)

  test('its page says so in words, scripts and forms get a sentence, and nobody the insides', async ({
    assert,
  }) => {
    const line = await databaseLine(process.env.DATABASE_URL!)
    const { url } = await startSite({ NODE_ENV: 'production', DATABASE_URL: line.url })
    line.cut()
    const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
      fetch(url + path, { method, headers })

    const page = await ask('/', { accept: 'text/html' })
    const html = await page.text()
    assert.equal(page.status, 500)
    assert.match(html, /server_error/)
    assert.notMatch(html, INSIDES)
    assert.notMatch(html, /"legalMention":/, 'who we are is not known now: the foot must not guess')

    const script = await ask('/', { 'accept': 'application/json', 'accept-language': 'en' })
    assert.equal(script.status, 500)
    assert.deepEqual(await script.json(), {
      message: 'Something broke on our side. Try again in a moment.',
    })

    const form = await ask(
      '/identity/sign-in',
      { 'accept': 'text/html', 'x-inertia': 'true' },
      'POST'
    )
    assert.equal(form.status, 500)
    assert.isNull(form.headers.get('x-inertia'), 'a page would take away what was typed')
    assert.match((await form.json()).message, /Ce que vous avez saisi est encore là/)

    const health = await ask('/health', {})
    assert.equal(health.status, 503)
    assert.notEqual((await health.json()).checks.database, 'ok')
  }).timeout(120_000)
})
