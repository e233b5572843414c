import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import type { Browser } from 'playwright'
import OutboxMail from '#models/identity/outbox_mail'
import ExitClaim from '#models/shares/exit_claim'
import Member from '#models/membership/member'
import type { Role } from '#services/identity/capabilities'
import { seedChart } from '#services/ledger/seed_chart'
import { announceExit } from '#services/membership/exits/announce_exit'
import { allowEarlyPayment } from '#services/shares/claims/allow_early_payment'
import { payClaim } from '#services/shares/claims/pay_claim'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { capitalNow } from '#services/shares/queries/capital_now'
import { givenAccount } from '#tests/support/accounts'
import { pdfWords } from '#tests/support/pdf_words'
import { Reader } from '#tests/support/reader'
import { givenHolder, must, OFFICE } from '#tests/support/shares'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { Clock, FixedClock } from '#values/clock'

const START = '2032-03-10T10:00'
const clock = new FixedClock(START)
const act = { actor: OFFICE, clock }
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

  const staff = async (browser: Browser, roles: Role[]) =>
    Reader.signedIn(browser, await givenAccount({ roles, fullName: 'Marc Lenoir' }))

  async function member(browser: Browser, givenName: string, name: string, shares: number) {
    const account = await givenAccount({ fullName: `${givenName} ${name}` })
    const holder = await givenHolder(clock, shares, { givenName, name, accountId: account.id })
    return { holder, reader: await Reader.signedIn(browser, account) }
  }

  /** The six digits of the newest signing code, once its mail has left. */
  async function lastCode(email: string): Promise<string> {
    for (;;) {
      const mails = await OutboxMail.query().where('recipients', email).orderBy('id')
      const codes = mails.flatMap(({ subject }) => /\d{6}$/.exec(subject) ?? [])
      if (codes.length > 0) return codes.at(-1)!
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  test('order a transfer, sign it, have it accepted and entered, read it on paper (L231-4)', async ({
    assert,
    browser,
  }) => {
    const { reader: anouk, holder } = await member(browser, 'Anouk', 'Roux', 5)
    const { reader: maelle, holder: taker } = await member(browser, 'Maëlle', 'Le Goff', 1)
    await anouk.go('/shares/mine')
    await anouk.page.getByRole('button', { name: 'Préparer un ordre de cession' }).click()
    const form = anouk.page.getByRole('dialog')
    for (const [label, typed] of [
      ['Son numéro de sociétaire', '2'],
      ['Son prénom et son nom', 'Maëlle Le Goff'],
      ['Nombre de parts', '2'],
      ['Prix convenu', '45'],
    ])
      await form.getByLabel(label).fill(typed)
    await form.getByRole('button', { name: 'Préparer un ordre de cession' }).click()
    await anouk.page.getByText('Lisez, puis signez').waitFor()
    await anouk.look()
    await anouk.page.getByLabel('Code reçu').fill(await lastCode(holder.email))
    await anouk.page.getByRole('button', { name: 'Signer mon ordre' }).click()
    await anouk.page.getByText('Attend l’accord de Maëlle Le Goff').waitFor()

    await maelle.visit('/shares/mine')
    await maelle.page.getByText('Prix convenu : 45,00 €').waitFor()
    await maelle.page.getByRole('button', { name: 'Accepter' }).click()
    await maelle.page.getByText('J’ai lu l’ordre').waitFor()
    await maelle.look()
    await maelle.page.getByLabel('Code reçu').fill(await lastCode(taker.email))
    await maelle.page.getByRole('button', { name: 'Signer mon accord' }).click()
    await maelle.page.getByText('Merci : votre accord est noté').first().waitFor()

    const marc = await staff(browser, ['secretary'])
    await marc.visit('/shares/office/transfers')
    await marc.page.getByText('Peut être refusée jusqu’au 9 mai 2032').waitFor()
    await marc.page.getByRole('button', { name: 'Inscrire la cession' }).click()
    const dialog = marc.page.getByRole('dialog')
    await dialog.getByLabel('Référence de la décision').fill('CA-2032-03-10')
    await dialog.getByRole('button', { name: 'Inscrire la cession' }).click()
    await marc.page.getByText('Cession inscrite au registre').first().waitFor()

    await maelle.page.reload()
    await maelle.page.getByRole('heading', { name: 'Vous avez 3 parts' }).waitFor()
    const download = maelle.page.waitForEvent('download')
    await maelle.page.getByRole('link', { name: /Ordre OM-/ }).click()
    const words = await pdfWords(await readFile(await (await download).path()))
    for (const said of ['Anouk Roux', 'Maëlle Le Goff', '45,00', 'CA-2032-03-10', 'sous le n° 3'])
      assert.include(words, said)
    assert.deepEqual([...anouk.faults, ...maelle.faults, ...marc.faults], [])
  }).timeout(180_000)

  test('ask to leave, wait in the queue, be paid', async ({ assert, browser }) => {
    clock.moveTo('2032-03-09T10:00')
    await givenHolder(clock, 20, { name: 'Qui reste' })
    const before = await givenHolder(clock, 2, { name: 'Qui part avant' })
    await announceExit({ memberId: before.id, kind: 'withdrawal', ...act })
    clock.moveTo(START)
    const { reader: anouk, holder } = await member(browser, 'Anouk', 'Roux', 5)
    await anouk.visit('/shares/mine/exit')
    await anouk.page.getByText('Vous restez sociétaire jusqu’au 10 juin 2032').waitFor()
    await anouk.page.getByRole('checkbox', { name: /J’ai lu les dates/ }).click()
    await anouk.page.getByRole('button', { name: 'Demander mon départ' }).click()
    await anouk.page.getByRole('heading', { name: 'Votre départ est demandé' }).waitFor()
    await anouk.look()

    clock.moveTo('2032-06-10T06:00')
    await makeExitsEffective(act)
    await anouk.visit('/shares/mine/exit')
    await anouk.page.getByText('Place n° 2 : 100,00 €').waitFor()
    const first = await ExitClaim.findByOrFail('memberId', before.id)
    must(await allowEarlyPayment({ claimId: first.id, decisionReference: 'CA-2', ...act }))
    const line = { bankDate: clock.now(), bankReference: 'VIR 0610 AVANT' }
    must(await payClaim({ claimId: first.id, ...line, ...act }))
    await anouk.page.reload()
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

    const claim = await ExitClaim.findByOrFail('memberId', holder.id)
    assert.equal(claim.state, 'paid')
    assert.equal((await Member.findOrFail(holder.id)).state, 'left')
    assert.equal((await capitalNow(clock)).subscribedCents, 40_000n)
    await anouk.visit('/shares/mine/exit')
    await anouk.page.getByText('100,00 € remboursés le 10 juin 2032').waitFor()
    assert.deepEqual([...anouk.faults, ...marc.faults], [])
  }).timeout(180_000)
})
