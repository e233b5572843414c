import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { givenAccount } from '#tests/support/accounts'
import { withClock } from '#tests/support/desk'
import {
  arrive,
  begin,
  clock,
  emptyMeetings,
  EVENING,
  givenMandate,
  givenMeeting,
  givenMembers,
  must,
  onPaper,
} from '#tests/support/meeting'
import { HERE, Reader } from '#tests/support/reader'
import { adoptTestStatutes } from '#tests/support/statutes'

test.group('A meeting’s desk', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await emptyMeetings()
    await db.from('mandates').delete()
    clock.moveTo(EVENING)
    await adoptTestStatutes()
    return () => emptyMeetings()
  })

  test('C24, C25, C28: somebody without a telephone votes for two, and a mandate is put to the vote', async ({
    assert,
    browser,
  }) => {
    const [zoe, giver, leo] = await givenMembers(3, 'artist')
    await givenMandate(giver)
    const { assembly } = await givenMeeting({ chair: zoe, presence: 'room' })
    must(await onPaper(assembly, giver, zoe))
    await begin(assembly)
    await arrive(assembly, zoe)
    const account = await givenAccount({ fullName: leo.displayName })
    await db.from('members').where('id', leo.id).update({ account_id: account.id })
    const phone = await Reader.signedIn(browser, account)
    await phone.page.goto(`${HERE}/governance/mine/${assembly.id}`)
    await phone.page.getByText('Aucun vote n’est ouvert').waitFor()
    const board = await givenAccount({ roles: ['board'], fullName: 'Ana Le Goff' })
    const desk = await Reader.signedIn(browser, board)
    const { page } = desk
    const office = `${HERE}/governance/office/assemblies/${assembly.id}`

    await page.goto(`${office}/chair`)
    await page.getByText('Incident de séance').waitFor()
    await page.getByRole('button', { name: 'Mettre une révocation aux voix' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').click()
    await page.getByRole('option', { name: new RegExp(giver.displayName) }).click()
    await dialog.getByRole('button', { name: 'Mettre une révocation aux voix' }).click()
    await page.getByText(`Révocation de ${giver.displayName}`).first().waitFor()
    await desk.look()
    await desk.act(/^Ouvrir le vote/)
    await page.getByRole('button', { name: 'Annuler l’ouverture' }).waitFor()
    await phone.page.getByText(`Révocation de ${giver.displayName}`).first().waitFor()
    await phone.page.getByText('présentez-vous d’abord à l’accueil').waitFor()
    assert.equal(await phone.page.getByRole('radio').count(), 0)
    await arrive(assembly, leo)
    await phone.page.getByRole('radio', { name: 'Pour' }).waitFor()
    assert.equal(await phone.page.getByText('présentez-vous d’abord').count(), 0)
    assert.deepEqual(phone.faults, [])
    await phone.context.close()
    await desk.look()

    const voting = new RegExp(`Noter les votes.*${zoe.displayName}$`)
    await page.goto(`${office}/check-in`)
    await page.getByRole('link', { name: voting }).waitFor()
    await desk.look()
    await page.getByRole('link', { name: voting }).click()
    await page.getByText(`par ${zoe.displayName} qui porte son pouvoir`).first().waitFor()
    await desk.look()
    const [own, carried] = [page.locator('form').nth(0), page.locator('form').nth(1)]
    await carried.getByRole('radio', { name: 'Contre' }).check()
    await carried.getByRole('button', { name: 'Voter contre' }).click()
    await page.getByText('Ce vote est enregistré').first().waitFor()
    await own.getByRole('radio', { name: 'Pour' }).check()
    await own.getByRole('button', { name: 'Voter pour' }).click()
    await page.getByText('Ce vote est enregistré').nth(1).waitFor()
    const ballots = await db.from('ballots').orderBy('channel')
    assert.deepEqual(
      ballots.map(({ channel, cast_by_member_id: by }) => [channel, by]),
      [
        ['proxy', zoe.id],
        ['room', zoe.id],
      ]
    )
    assert.deepEqual(desk.faults, [])
    await desk.context.close()
  }).timeout(240_000)
})
