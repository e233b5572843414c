import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import type { Browser } from 'playwright'
import { aRecording } from '#tests/functional/catalogue/scene'
import { Reader } from '#tests/support/reader'
import { startDemo, type RunningDemo } from '#tests/support/running_demo'

const PAYEE = {
  name: 'Maëlle Essai',
  email: 'maelle@exemple.test',
  password: 'un jardin partagé 2026',
}
const TITLE = 'Brume claire'

test.group('A work comes into the catalogue through the office’s pages', (group) => {
  let demo: RunningDemo
  let work: string
  const recording = aRecording(TITLE)
  group.setup(async () => {
    demo = await startDemo()
    return () => demo.stop()
  })

  const reader = (browser: Browser) => Reader.visitor(browser, demo.url)

  /** Fills the dialogue that this button opens, and sends it with the button of the same name. */
  async function fillIn(who: Reader, name: string, fill: (dialog: Dialog) => Promise<void>) {
    await who.page.getByRole('button', { name, exact: true }).first().click()
    const dialog = who.page.getByRole('dialog')
    await fill(dialog)
    await dialog.getByRole('button', { name, exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  type Dialog = ReturnType<Reader['page']['getByRole']>

  test('staff registers a payee, an artist and a work, and gives it file, licence and sheet', async ({
    assert,
    browser,
  }) => {
    const solene = await reader(browser)
    const { page } = solene
    await solene.signIn('moderation@demo.peerfy.test')
    await solene.visit('/licensing/office/rights-holders')
    await fillIn(solene, 'Ajouter un ayant droit', async (dialog) => {
      await dialog.getByLabel('Nom').fill(PAYEE.name)
      await dialog.getByLabel('Adresse e-mail').fill(PAYEE.email)
    })
    await page.getByRole('row', { name: /Maëlle Essai/ }).waitFor()

    await solene.visit('/catalogue/office/artists')
    await fillIn(solene, 'Ajouter un artiste', (dialog) =>
      dialog.getByLabel('Nom').fill('Les Brumes')
    )
    await page.getByText('Les Brumes est dans le catalogue').waitFor()

    await solene.visit('/catalogue/office/works')
    await page.getByRole('button', { name: 'Ajouter une œuvre' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Titre').fill('Brume clère')
    await solene.choose(dialog.getByRole('combobox').first(), 'Les Brumes')
    await dialog.getByRole('button', { name: 'Ajouter une œuvre' }).click()
    await page.getByRole('heading', { level: 1, name: 'Brume clère' }).waitFor()
    await page.getByRole('button', { name: 'Corriger', exact: true }).click()
    await dialog.getByLabel('Titre').fill(TITLE)
    await dialog.getByRole('button', { name: /^Corriger/ }).click()
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor()
    work = new URL(page.url()).pathname
    await solene.look()

    const file = { name: 'pas une musique.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('non') }
    await page.setInputFiles('input[name=file]', file)
    await page.getByRole('button', { name: 'Envoyer le fichier' }).click()
    await page.getByText('ni une musique ni une vidéo').waitFor()
    const wrong = { ...file, name: 'essai.mp3', buffer: await aRecording('essai') }
    await page.setInputFiles('input[name=file]', wrong)
    await page.getByRole('button', { name: 'Envoyer le fichier' }).click()
    await page.getByText('son torrent est prêt').waitFor()

    const replace = page.getByRole('button', { name: 'Remplacer le fichier' })
    await replace.click()
    await page.setInputFiles('input[name=file]', { ...file, buffer: await recording })
    await replace.click()
    await solene.look()
    await dialog.getByRole('button', { name: 'Remplacer « essai.mp3 »' }).click()
    await page.getByText('avec un nouveau torrent').waitFor()
    await page.getByRole('button', { name: 'Retirer le fichier' }).waitFor()

    await solene.choose(page.getByLabel('Texte signé'), 'Attribution 4.0')
    await solene.choose(page.getByLabel('Ayant droit').last(), PAYEE.name)
    await page.fill('input[name=signer_name]', PAYEE.name)
    await page.setInputFiles('input[name=paper]', {
      ...{ name: 'licence.pdf', mimeType: 'application/pdf' },
      buffer: Buffer.from('%PDF-1.7 signé'),
    })
    await page.getByRole('button', { name: 'Noter cette licence' }).click()
    await page.getByRole('link', { name: 'Lire le papier signé' }).waitFor()

    await solene.choose(page.getByLabel('Ayant droit').first(), PAYEE.name)
    const propose = page.getByRole('button', { name: 'Proposer cette répartition' })
    await page.fill('input[name=part-0]', '99,99')
    assert.isTrue(await propose.isDisabled(), 'a sheet of less than 100 % is not sent')
    await page.fill('input[name=part-0]', '100')
    await propose.click()
    await page.getByText('La répartition est proposée').waitFor()
    await solene.look()
    assert.deepEqual(solene.faults, [])
  }).timeout(240_000)

  test('the payee opens an account with the address of the mail, and accepts the share', async ({
    assert,
    browser,
  }) => {
    const maelle = await reader(browser)
    const { page } = maelle
    await maelle.visit('/identity/sign-up')
    await page.fill('input[name=full_name]', PAYEE.name)
    await page.fill('input[name=email]', PAYEE.email)
    await page.fill('input[name=password]', PAYEE.password)
    await page.getByRole('checkbox').check()
    await page.click('main form button[type=submit]')
    await page.waitForURL('**/identity/verify-email')
    await maelle.go('/dev/outbox')
    await page.getByText(`Une part de « ${TITLE} » attend votre réponse`).first().waitFor()
    await page
      .getByRole('link', { name: /verify-email/ })
      .first()
      .click()
    await page.waitForURL((url) => !url.pathname.includes('/verify-email'))
    await maelle.visit('/licensing/mine')
    await page.getByText('reste en attente').waitFor()
    await page.getByRole('button', { name: 'Accepter', exact: true }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Accepter/ })
      .click()
    await page.getByText('cette part est à vous').waitFor()
    await maelle.look()
    assert.deepEqual(maelle.faults, [])
  }).timeout(240_000)

  test('staff publishes it; anybody finds it in the catalogue and takes it along', async ({
    assert,
    browser,
  }) => {
    const solene = await reader(browser)
    await solene.signIn('moderation@demo.peerfy.test')
    await solene.go(work)
    for (const verb of ['Déposer', 'Examiner', 'Accepter', 'Publier']) {
      await solene.page.getByRole('button', { name: verb, exact: true }).click()
      const dialog = solene.page.getByRole('dialog')
      await dialog.getByRole('button', { name: new RegExp(TITLE) }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    await solene.page.getByRole('link', { name: 'Voir la page publique' }).waitFor()
    assert.deepEqual(solene.faults, [])

    const anybody = await reader(browser)
    const { page } = anybody
    await anybody.visit('/catalogue?search=brume')
    await page
      .getByRole('link', { name: new RegExp(TITLE) })
      .first()
      .click()
    await page.waitForURL('**/catalogue/works/brume-claire')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Télécharger/ }).click(),
    ])
    const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    assert.equal(digest(await readFile(await download.path())), digest(await recording))
    assert.deepEqual(anybody.faults, [])
    assert.match(await demo.ace('checks:run'), / 0 failed/)
  }).timeout(240_000)
})
