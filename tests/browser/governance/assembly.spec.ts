import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { Browser } from 'playwright'
import type Member from '#models/membership/member'
import { checkInCode } from '#services/governance/attendance/check_in'
import { currentTotpCode } from '#services/identity/totp'
import { openPeriod } from '#services/royalties/open_period'
import { storePolicyDraft } from '#services/royalties/policies/policy_drafts'
import { givenAccount, TOTP_SECRET } from '#tests/support/accounts'
import { withClock } from '#tests/support/desk'
import {
  CHAIR,
  clock,
  emptyMeetings,
  EVENING,
  givenMeeting,
  givenMembers,
  must,
  online,
} from '#tests/support/meeting'
import { closeMonth, DEFAULT_POLICY, emptyMonths, prepareMonths } from '#tests/support/months'
import { pdfWords } from '#tests/support/pdf_words'
import { HERE, Reader } from '#tests/support/reader'
import { smallMonth } from '#tests/support/small_month'
import { adoptTestStatutes } from '#tests/support/statutes'

test.group('A mixed assembly on its screens', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await db.from('outbox_mails').delete()
    await emptyMonths()
    await emptyMeetings()
    clock.moveTo(EVENING)
    await adoptTestStatutes()
    await prepareMonths(clock, '2032-05')
    return async () => {
      await emptyMonths()
      await emptyMeetings()
    }
  })

  /** The mail leaves a moment later, as in real life; it is read once. */
  async function codeSentFor(subject: string): Promise<string> {
    for (let tries = 0; tries < 100; tries++) {
      const sent = await db.from('outbox_mails').whereILike('subject', `%${subject}%`).first()
      const code = sent && /Votre code\s: (\d{6})/.exec(sent.text_body ?? '')
      if (code) {
        await db.from('outbox_mails').where('id', sent.id).delete()
        return code[1]
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('no code was sent')
  }

  async function phoneOf(browser: Browser, member: Member): Promise<Reader> {
    const account = await givenAccount({ fullName: member.displayName })
    await db.from('members').where('id', member.id).update({ account_id: account.id })
    return Reader.signedIn(browser, account)
  }

  async function signMinutes({ page }: Reader, assemblyId: string, word: string): Promise<void> {
    await page.goto(`${HERE}/governance/minutes/${assemblyId}/signature`)
    await page.getByRole('button', { name: 'Recevoir un code' }).click()
    await page.getByText('Un code vient de partir').first().waitFor()
    await page.fill('input[name=code]', await codeSentFor('procès-verbal'))
    await page.getByRole('button', { name: 'Signer', exact: true }).click()
    await page.getByText(word).first().waitFor()
  }

  /** A page that listens is never idle: it is there once it says a word. */
  async function open({ page }: Reader, path: string, word: string | RegExp): Promise<void> {
    await page.goto(HERE + path)
    await page.getByText(word).first().waitFor()
  }

  test('two members, one with a proxy, and a chair run a mixed assembly to signed minutes, and its keys share out the next month', async ({
    assert,
    browser,
  }) => {
    const [ana, ben] = await givenMembers(2, 'artist')
    const [gil] = await givenMembers(1, 'subscriber')
    const draft = await storePolicyDraft({
      title: 'Plus pour les artistes',
      proposed: {
        ...DEFAULT_POLICY,
        effectivePeriod: '2032-06',
        artistsBp: 7500,
        operationsBp: 1000,
      },
      actor: CHAIR,
      clock,
    })
    const { assembly } = await givenMeeting({
      resolutions: [
        { majority: 'ordinary', effectType: 'royalties_policy', effectId: draft.id },
        { majority: 'extraordinary', fromBoard: false },
        { type: 'election', bodyCode: 'board', seats: 1, candidates: [ana, ben] },
      ],
    })
    must(await online(assembly, gil, ben))
    const office = `/governance/office/assemblies/${assembly.id}`
    const mine = `/governance/mine/${assembly.id}`

    const anas = await phoneOf(browser, ana)
    const bens = await phoneOf(browser, ben)
    await open(bens, `${mine}/proxies`, `${gil.displayName} vous donne son pouvoir`)
    await bens.look()
    await open(anas, mine, 'Montrez ce code')
    await open(bens, mine, 'Le portez-vous')
    await bens.look()
    await bens.page.getByRole('button', { name: 'Accepter le pouvoir' }).click()
    await bens.page.getByText('Vous portez ce pouvoir').first().waitFor()

    const board = await givenAccount({ roles: ['board'], fullName: 'Ana Le Goff' })
    const door = await Reader.signedIn(browser, board)
    await open(door, `${office}/check-in`, 'Personne n’est encore arrivé')
    await door.page.fill('input[name=code]', checkInCode(assembly.id, ben.id))
    await door.page.getByRole('button', { name: 'Noter l’arrivée' }).click()
    await door.page.getByText('1 personne présente sur 3').waitFor()
    await door.page.getByRole('searchbox').fill(String(ana.number))
    await door.page.getByRole('button', { name: `${ana.displayName} est là` }).click()
    await door.page.getByText('2 personnes présentes sur 3').waitFor()
    await door.look()

    const ines = await givenAccount({ roles: ['secretary'], fullName: 'Inès Petit' })
    const chair = await Reader.signedIn(browser, board)
    await open(chair, `${office}/chair`, 'Personne ne préside encore')
    await chair.page.getByRole('button', { name: 'Nommer le bureau' }).click()
    const form = chair.page.getByRole('dialog')
    await chair.choose(form.getByLabel('Qui préside'), ana.displayName)
    await chair.choose(form.getByLabel('Secrétaire de séance'), ines.fullName, { typed: 'ines' })
    await chair.choose(form.getByLabel('Scrutatrices et scrutateurs'), ben.displayName, {
      several: true,
    })
    await form.getByRole('button', { name: 'Nommer le bureau' }).click()
    await chair.page.getByText(`Présidence : ${ana.displayName}`).waitFor()
    await chair.act(/^Ouvrir la séance/)
    await chair.page
      .getByText(/quorum atteint/)
      .first()
      .waitFor()
    await chair.look()

    const wall = await Reader.signedIn(browser, board)
    await open(wall, `${office}/screen`, 'La séance est ouverte')

    await bens.page.getByRole('button', { name: 'Demander la parole' }).click()
    await chair.page.getByRole('button', { name: `Donner la parole à ${ben.displayName}` }).click()
    await wall.page.getByText(`${ben.displayName} a la parole`).waitFor()

    await chair.act(/^Ouvrir le vote/)
    await chair.page.locator('h3:focus', { hasText: /^Résolution 1/ }).waitFor()
    const [own, carried] = [bens.page.locator('form').nth(0), bens.page.locator('form').nth(1)]
    await carried.getByRole('radio', { name: 'Contre' }).check()
    await carried.getByRole('button', { name: 'Voter contre' }).click()
    await bens.page.locator(':focus', { hasText: 'Votre vote est enregistré. Contre.' }).waitFor()
    await own.getByRole('radio', { name: 'Pour' }).check()
    await own.getByRole('button', { name: 'Voter pour' }).click()
    await bens.page.getByText('Votre vote est enregistré. Pour.').waitFor()
    await bens.look()

    await anas.page.getByRole('radio', { name: 'Pour' }).check()
    await anas.context.setOffline(true)
    await anas.page.getByRole('button', { name: 'Voter pour' }).click()
    await anas.page.getByText('Votre vote n’est pas encore enregistré').waitFor()
    assert.lengthOf(await db.from('ballots'), 2)
    await anas.context.setOffline(false)
    await anas.page.getByText('Votre vote est enregistré').waitFor()
    await wall.page.getByText('3 voix reçues sur 3').waitFor()
    await wall.look()
    await chair.act(/^Fermer le vote/)
    await wall.page.getByText('Adoptée').waitFor()
    await bens.page.getByText('Adoptée', { exact: true }).waitFor()
    await wall.look()

    await chair.act(/^Ouvrir le vote/)
    await anas.page.getByRole('radio', { name: 'Contre' }).check()
    await anas.page.getByRole('button', { name: 'Voter contre' }).click()
    await anas.page.getByText('Votre vote est enregistré. Contre.').waitFor()
    await chair.act(/^Fermer le vote/)
    await anas.page.getByText('Rejetée', { exact: true }).waitFor()

    await chair.act(/^Ouvrir le vote/)
    await anas.page.getByRole('checkbox', { name: ana.displayName }).check()
    await anas.look()
    await anas.page.getByRole('button', { name: 'Voter pour 1 personne' }).click()
    await anas.page.getByText('Votre vote est enregistré').waitFor()
    await chair.act(/^Fermer le vote/)
    await anas.page.getByText(`${ana.displayName}, élu·e`).waitFor()
    await anas.look()

    await chair.act(/^Lever la séance/)
    await chair.page.getByRole('link', { name: 'Procès-verbal' }).waitFor()
    await bens.page.getByText('La séance est levée.').first().waitFor()
    assert.lengthOf(await db.from('ballots'), 5)

    const pen = await Reader.signedIn(browser, ines)
    await pen.go(`${office}/minutes`)
    await pen.page.fill('textarea[name=discussion]', 'On a parlé du toit et des artistes.')
    await pen.page.getByRole('button', { name: 'Écrire le procès-verbal' }).click()
    await pen.page.getByText('Signature attendue').first().waitFor()
    await pen.look()
    await pen.page.getByRole('link', { name: 'Lire et signer' }).click()
    await pen.page.fill('input[name=code]', currentTotpCode(TOTP_SECRET))
    await pen.page.getByRole('button', { name: 'Signer', exact: true }).click()
    await pen.page.getByText('Vous avez signé').first().waitFor()
    await pen.look()

    await signMinutes(bens, assembly.id, 'Vous avez signé')
    await signMinutes(anas, assembly.id, 'le procès-verbal n° 1')
    await anas.look()

    await bens.go('/governance/mine/past')
    await bens.page.getByText('Votre vote : pour').first().waitFor()
    await bens.look()
    const pdf = await bens.context.request.get(
      `${HERE}/governance/mine/past/${assembly.id}/minutes.pdf`
    )
    const bytes = await pdf.body()
    assert.include(bytes.toString('latin1'), 'ETSI.CAdES.detached')
    assert.include(await pdfWords(bytes), 'On a parlé du toit et des artistes.')
    await bens.go(`/governance/mine/${assembly.id}/proxies`)
    await bens.page.getByText('La réunion est terminée').first().waitFor()
    await bens.look()

    await closeMonth(clock, '2032-05')
    await db.transaction((trx) => openPeriod({ period: '2032-06', clock }, trx))
    await smallMonth('2032-06')
    await closeMonth(clock, '2032-06')
    const treasurer = await givenAccount({ roles: ['treasurer'], fullName: 'Tom Caisse' })
    const books = await Reader.signedIn(browser, treasurer)
    await books.go('/publication/2032-06')
    const reference = `AG${(await assembly.refresh()).number}-R1`
    await books.page.getByRole('link', { name: reference }).waitFor()
    await books.page.getByText('75').first().waitFor()
    await books.look()
    await books.page.getByRole('link', { name: reference }).click()
    await books.page.getByText('Résolution 1').first().waitFor()
    await books.look()
    for (const one of [anas, bens, door, chair, wall, pen, books]) {
      assert.deepEqual(one.faults, [])
      await one.context.close()
    }
  }).timeout(480_000)
})
