import { test } from '@japa/runner'
import { proposeAmendment } from '#services/governance/discussion/amendments'
import { givenAccount } from '#tests/support/accounts'
import { withClock } from '#tests/support/desk'
import {
  clock,
  emptyMeetings,
  EVENING,
  givenMeeting,
  givenMembers,
  must,
} from '#tests/support/meeting'
import { Reader } from '#tests/support/reader'
import { adoptTestStatutes } from '#tests/support/statutes'

test.group('The file of a meeting in preparation', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await emptyMeetings()
    clock.moveTo(EVENING)
    await adoptTestStatutes()
    return () => emptyMeetings()
  })

  test('C28: an amendment that was taken up stays when the resolution is edited, a second resolution begins empty, and a broken site is told in its own words', async ({
    assert,
    browser,
  }) => {
    const [ana] = await givenMembers(1, 'artist')
    const { assembly, resolutions } = await givenMeeting({ state: 'draft' })
    await assembly.merge({ startsAt: clock.now().plus({ days: 40 }) }).save()
    const text = 'L’assemblée générale décide de réserver trois mille euros.'
    const words = { resolutionId: resolutions[0].id, memberId: ana.id, text, reason: 'Peu' }
    must(await proposeAmendment({ ...words, assemblyId: assembly.id, clock }))
    const ines = await givenAccount({ roles: ['secretary'], fullName: 'Inès Petit' })
    const desk = await Reader.signedIn(browser, ines)
    const { page } = desk
    const dialog = page.getByRole('dialog')
    const opens = (name: string) => page.getByRole('button', { name, exact: true }).first().click()
    const sends = async (name: string) => {
      await dialog.getByRole('button', { name, exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
    }

    await desk.go(`/governance/office/assemblies/${assembly.id}`)
    await opens('Répondre à l’amendement')
    await dialog.getByRole('combobox').click()
    await page.getByRole('option', { name: 'Reprendre dans le projet' }).click()
    await dialog.getByLabel('Réponse aux sociétaires').fill('D’accord.')
    await sends('Répondre à l’amendement')
    await opens('Modifier la résolution')
    assert.equal(await dialog.getByLabel('Texte').inputValue(), text)
    await sends('Modifier la résolution')

    await opens('Ajouter une résolution')
    await dialog.getByLabel('Titre').fill('Un fonds de concerts')
    await dialog.getByLabel('Texte').fill('L’assemblée générale décide d’un fonds.')
    await sends('Ajouter une résolution')
    await page.getByText('Un fonds de concerts').first().waitFor()
    await opens('Ajouter une résolution')
    assert.equal(await dialog.getByLabel('Titre').inputValue(), '')
    await dialog.getByRole('button', { name: 'Annuler' }).click()
    await dialog.waitFor({ state: 'hidden' })

    await opens('Ajouter un point')
    await dialog.getByLabel('Intitulé').fill('Divers')
    await sends('Ajouter un point')
    await opens('Ajouter un point')
    assert.equal(await dialog.getByLabel('Intitulé').inputValue(), '')
    await dialog.getByRole('button', { name: 'Annuler' }).click()
    await dialog.waitFor({ state: 'hidden' })

    const broken = 'Quelque chose s’est cassé chez nous.'
    await page.route('**/items', (route) =>
      route.fulfill({ status: 500, json: { message: broken } })
    )
    await opens('Ajouter un point')
    await dialog.getByLabel('Intitulé').fill('Concerts')
    await dialog.getByRole('button', { name: 'Ajouter un point', exact: true }).click()
    await dialog.getByText(broken).waitFor()
    assert.equal(await dialog.getByText('Le site n’a pas répondu').count(), 0)
    assert.equal(await dialog.getByLabel('Intitulé').inputValue(), 'Concerts')
    await dialog.getByRole('button', { name: 'Annuler' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await desk.look()
    assert.deepEqual(desk.faults, [])
    await desk.context.close()
  }).timeout(240_000)
})
