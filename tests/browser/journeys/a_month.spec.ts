import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import type { Browser, Download } from 'playwright'
import { Reader } from '#tests/support/reader'
import { startDemo, type RunningDemo } from '#tests/support/running_demo'

const NEWCOMER = {
  name: 'Nour Essai',
  email: 'nour@exemple.test',
  password: 'un jardin partagé 2026',
}
const WORK = '/catalogue/works/estran'

async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path())
}

/** The demo as a newcomer starts it; the three journeys follow one month from start to proof. */
test.group('Journeys through the demo co-operative', (group) => {
  let demo: RunningDemo
  let month: string
  group.setup(async () => {
    demo = await startDemo()
    return () => demo.stop()
  })

  const reader = (browser: Browser) => Reader.visitor(browser, demo.url)

  test('a newcomer signs up, subscribes, takes a work in two ways, and it counts once', async ({
    assert,
    browser,
  }) => {
    const nour = await reader(browser)
    const { page } = nour
    await nour.visit('/')
    assert.equal(await page.getAttribute('html', 'lang'), 'fr')
    await nour.visit('/catalogue')

    await nour.visit('/identity/sign-up')
    await page.fill('input[name=full_name]', NEWCOMER.name)
    await page.fill('input[name=email]', NEWCOMER.email)
    await page.fill('input[name=password]', NEWCOMER.password)
    await page.getByRole('checkbox').check()
    await page.click('main form button[type=submit]')
    await page.waitForURL('**/identity/verify-email')
    await nour.look()
    await nour.visit('/dev/outbox')
    await page
      .getByRole('link', { name: /verify-email/ })
      .first()
      .click()
    await page.waitForURL((url) => !url.pathname.includes('/verify-email'))

    await nour.visit('/subscriptions/mine')
    await page.getByRole('button', { name: /S’abonner pour/ }).click()
    await page.getByText('Bienvenue').first().waitFor()
    await nour.look()

    await nour.visit(WORK)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Télécharger/ }).click(),
    ])
    const [torrent] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Fichier torrent' }).click(),
    ])
    const digest = createHash('sha256')
      .update(await bytesOf(file))
      .digest('hex')
    assert.include(await page.textContent('main'), digest, 'the page names the bytes that came')
    assert.match((await bytesOf(torrent)).toString('latin1'), /^d8:announce.*\/t\/[\w-]+\/announce/)

    await nour.visit('/royalties/my-month')
    const line = page.getByRole('row', { name: /Estran/ })
    assert.match((await line.textContent())!, /1 téléchargement/)
    assert.deepEqual(nour.faults, [])
  }).timeout(240_000)

  test('the month ends; it is closed, approved by two, published, and everybody sees it', async ({
    assert,
    browser,
  }) => {
    const said = await demo.ace('demo:end-month')
    month = /(\d{4}-\d\d) is over/.exec(said)![1]
    const marc = await reader(browser)
    await marc.signIn('tresorerie@demo.peerfy.test')
    await marc.visit('/office')
    await marc.visit(`/royalties/office/close/${month}`)
    await marc.act(/^Clôturer/)
    await marc.page.getByRole('heading', { level: 1, name: /est clos/ }).waitFor()
    assert.equal(await marc.page.getByRole('button', { name: /^Approuver/ }).count(), 0)
    await marc.look()

    for (const who of ['conseil.artistes', 'conseil.abonnes']) {
      const approver = await reader(browser)
      await approver.signIn(`${who}@demo.peerfy.test`)
      await approver.visit(`/royalties/office/close/${month}`)
      await approver.act(/^Approuver/)
      await approver.page.getByRole('button', { name: /^Approuver/ }).waitFor({ state: 'detached' })
      assert.deepEqual(approver.faults, [])
      await approver.context.close()
    }

    await marc.go(`/royalties/office/close/${month}`)
    await marc.act(/^Publier/)
    await marc.page.getByRole('link', { name: /page publique/i }).waitFor()
    await marc.look()
    await marc.visit('/royalties/office/periods')
    assert.deepEqual(marc.faults, [])

    const anybody = await reader(browser)
    await anybody.visit('/publication')
    await anybody.page.locator(`a[href$="/publication/${month}"]`).first().click()
    await anybody.page.waitForURL(`**/publication/${month}`)
    await anybody.look()
    assert.match((await anybody.page.textContent('main'))!, /0x[0-9a-f]{64}/)
    assert.deepEqual(anybody.faults, [])
    assert.include(await demo.ace('publication:verify', month), 'verified')

    const list = marc.page.waitForEvent('download')
    await marc.go(`/royalties/office/close/${month}`)
    await marc.page.getByRole('button', { name: /^Exporter la liste/ }).click()
    assert.match((await list).suggestedFilename(), /\.csv$/)
    const helene = await reader(browser)
    await helene.signIn('admin@demo.peerfy.test')
    await helene.visit(`/royalties/office/close/${month}`)
    await helene.act(/^Enregistrer les virements/)
    await helene.page
      .getByRole('button', { name: /^Enregistrer les virements/ })
      .waitFor({ state: 'detached' })
    assert.include((await helene.page.textContent('main'))!, 'Payé')
    await helene.look()
    assert.deepEqual(helene.faults, [])
    assert.match(await demo.ace('checks:run'), / 0 failed/)
  }).timeout(240_000)

  test('the subscriber reads where the 8 € went, verifies it, and finds a forgery', async ({
    assert,
    browser,
  }) => {
    const nour = await reader(browser)
    const { page } = nour
    await nour.signIn(NEWCOMER.email, NEWCOMER.password)
    await nour.visit(`/royalties/my-month/${month}`)
    assert.match((await page.textContent('h1'))!, /^Où sont allés vos 8\s€$/)
    await page.getByRole('row', { name: /^Marée Basse/ }).waitFor()
    await page.getByRole('button', { name: /^Vérifier/ }).click()
    await page.locator('[data-verdict]').waitFor()
    assert.equal(await page.getAttribute('[data-verdict]', 'data-verdict'), 'ok')
    assert.equal(await page.locator('[data-step]:not([data-state=ok])').count(), 0)
    await nour.look()

    await page.getByRole('button', { name: 'English' }).first().click()
    await page.locator('html[lang=en]').waitFor()
    await nour.visit(`/royalties/my-month/${month}`)
    assert.match((await page.textContent('h1'))!, /€8/)

    const answer = await page.request.get(`${demo.url}/api/v1/me/statements/${month}`)
    const [entry] = (await answer.json()).statements
    await nour.go('/verify')
    await page.setInputFiles('#file', fileOf('mine.json', entry))
    await page.fill('#rpc', `${demo.url}/publication/rpc`)
    await page.click('button[type=submit]')
    await page.locator('[data-verdict=ok]').waitFor()
    await nour.look()
    entry.statement.works[0].amount_micro = '1'
    await nour.go('/verify')
    await page.setInputFiles('#file', fileOf('forged.json', entry))
    await page.locator('[data-verdict=failed]').waitFor()
    assert.equal(await page.getAttribute('[data-step=statement]', 'data-state'), 'failed')
    assert.deepEqual(nour.faults, [])
  }).timeout(240_000)
})

function fileOf(name: string, document: unknown) {
  return { name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(document)) }
}
