import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { People } from '#services/governance/queries/find_people'
import { givenAccount } from '#tests/support/accounts'
import { fieldErrors, givenDesk, isRefused, sentence } from '#tests/support/desk'
import { arrive, begin, beforeMeetings, givenMeeting, givenMembers } from '#tests/support/meeting'
import { givenPhone, OFFICE } from '#tests/functional/governance/phones'

const ID = '5e0d9e8a-6d0c-4a84-9f27-4f40b9e3d001'
const names = ({ people }: People) => people.map(({ name }) => name)

test.group('Governance | people to choose in the forms of a meeting', (group) => {
  beforeMeetings(group)

  test('a stranger is asked to sign in, a treasurer refused; a meeting not called has no electors', async ({
    client,
    assert,
  }) => {
    const treasurer = await givenDesk(client, ['treasurer'])
    const board = await givenDesk(client, ['board'])
    const meeting = `${OFFICE}/assemblies/${ID}`
    for (const path of [`${meeting}/electors`, `${meeting}/secretaries`, `${OFFICE}/members`]) {
      assert.include((await client.get(path).redirects(0)).header('location'), 'sign-in')
      assert.isTrue(isRefused(await treasurer.file(path)), path)
    }
    assert.equal((await board.file(`${meeting}/electors`)).status(), 404)
    const { assembly } = await givenMeeting()
    const long = `${OFFICE}/assemblies/${assembly.id}/electors?search=${'a'.repeat(101)}`
    assert.equal((await board.file(long).header('accept', 'application/json')).status(), 422)
  })

  test('C23: electors are found by name without its accents or by number, those present first', async ({
    client,
    assert,
  }) => {
    const [one, two, three] = await givenMembers(3)
    await db.from('members').where('id', two.id).update({ display_name: 'Élodie Çelik' })
    const { assembly } = await givenMeeting()
    const board = await givenDesk(client, ['board'])
    const ask = async (search = '') =>
      (
        await board.file(`${OFFICE}/assemblies/${assembly.id}/electors?search=${search}`)
      ).body() as People
    assert.deepEqual(names(await ask('elodie%20cel')), ['Élodie Çelik'])
    await begin(assembly)
    await arrive(assembly, three)
    await givenPhone(client, three)
    const [late] = await givenMembers(1)
    const all = await ask()
    assert.deepEqual(
      all.people.map(({ value, presence, hasAccount }) => [value, presence, hasAccount]),
      [
        [String(three.number), 'room', true],
        [String(one.number), null, false],
        [String(two.number), null, false],
      ]
    )
    assert.isFalse(all.isMore)
    assert.deepEqual(names(await ask(String(one.number))), [one.displayName])
    assert.deepEqual(names(await ask(String(late.number))), [])
  })

  test('a list shows thirty and says that there are more', async ({ client, assert }) => {
    await givenMembers(31)
    const { assembly } = await givenMeeting()
    const board = await givenDesk(client, ['board', 'secretary'])
    for (const path of [`${OFFICE}/assemblies/${assembly.id}/electors`, `${OFFICE}/members`]) {
      const found = (await board.file(path)).body() as People
      assert.deepEqual([found.people.length, found.isMore], [30, true], path)
    }
  })

  test('a secretary is of the staff or a member; of a subscriber only the whole address is known', async ({
    client,
    assert,
  }) => {
    const [member] = await givenMembers(1)
    await givenPhone(client, member)
    const { assembly } = await givenMeeting()
    const board = await givenDesk(client, ['board'], 'Marc Lenoir')
    const reader = await givenAccount({ fullName: 'Zoé Abonnée', email: 'zoe.zz@example.org' })
    const gone = await givenAccount({ fullName: 'Marc Parti', roles: ['secretary'] })
    await db.from('accounts').where('id', gone.id).update({ closed_at: new Date() })
    const path = `${OFFICE}/assemblies/${assembly.id}/secretaries`
    const ask = async (search: string) =>
      (await board.file(`${path}?search=${search}`)).body() as People
    assert.deepEqual(names(await ask('marc')), ['Marc Lenoir'])
    assert.deepEqual(
      (await ask(String(member.number))).people.map(({ number }) => number),
      [member.number]
    )
    assert.deepEqual(names(await ask('zz')), [])
    assert.deepEqual(names(await ask('ZOE.ZZ@example.org')), [reader.fullName])
    const bureau = { chair: member.number, secretary: gone.id }
    const refused = await board.send(`${OFFICE}/assemblies/${assembly.id}/bureau`, bureau)
    assert.include(fieldErrors(refused).secretary[0], 'n’est pas ouvert')
  })

  test('C29: who holds a place in the bureau is chosen already when its form opens', async ({
    client,
    assert,
  }) => {
    const [chair, teller] = await givenMembers(2)
    await givenPhone(client, teller)
    const { assembly } = await givenMeeting()
    const board = await givenDesk(client, ['board'])
    const at = `${OFFICE}/assemblies/${assembly.id}`
    const bureau = { chair: chair.number, secretary: board.account.id, tellers: [teller.number] }
    assert.include(sentence(await board.send(`${at}/bureau`, bureau), 'success'), 'bureau')
    const { form } = (await board.page(`${at}/chair`)).inertiaProps.bureau as {
      form: Record<'chair' | 'secretary' | 'tellers', People['people']>
    }
    assert.deepEqual(
      [form.chair, form.secretary, form.tellers].map((places) =>
        places.map(({ value, name, hasAccount }) => [value, name, hasAccount])
      ),
      [
        [[String(chair.number), chair.displayName, false]],
        [[board.account.id, board.account.fullName, true]],
        [[String(teller.number), teller.displayName, true]],
      ]
    )
    const twice = await board.send(`${at}/bureau`, { ...bureau, tellers: [chair.number] })
    assert.isNotEmpty(fieldErrors(twice))
  })
})
