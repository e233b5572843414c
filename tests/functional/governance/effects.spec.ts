import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Mandate from '#models/governance/mandate'
import type Resolution from '#models/governance/resolution'
import type Member from '#models/membership/member'
import StatuteProfile from '#models/statutes/statute_profile'
import { expireMandates } from '#services/governance/mandates/end_mandate'
import { accountsClock } from '#services/governance/queries/accounts_clock'
import { governanceAlerts } from '#services/governance/queries/governance_alerts'
import { governingBodies } from '#services/governance/queries/governing_bodies'
import { projectYear } from '#services/shares/review/project_year'
import { draftAllocation } from '#services/shares/surplus/draft_allocation'
import { approvedAccounts } from '#services/shares/surplus/queries/accounts_register'
import { recordBondYield } from '#services/shares/surplus/record_bond_yield'
import { createDraft } from '#services/statutes/draft_statutes'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { referenceSource } from '#services/statutes/reference_source'
import { fieldErrors, givenDesk, isRefused, sentence } from '#tests/support/desk'
import { beforeMeetings, CHAIR, clock, givenMeeting, givenMembers } from '#tests/support/meeting'
import { decide, gather, rise } from '#tests/functional/governance/sitting'
import { adoptTestStatutes } from '#tests/support/statutes'
import { givenHolder } from '#tests/support/shares'
import { givenAccounts } from '#tests/support/surplus'
import { FixedClock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'
import { newId } from '#values/id'

type Asked = Parameters<typeof givenMeeting>[0]

/** One meeting with one vote that everybody decides alike. */
async function decided(members: Member[], said: 'yes' | 'no', asked: Asked): Promise<Resolution> {
  const { assembly, resolutions } = await givenMeeting({ chair: members[0], ...asked })
  await gather(assembly, ...members)
  const closed = await decide(resolutions[0], [members, said])
  await rise(assembly)
  await closed.load('assembly')
  return closed
}

async function elected(members: Member[], candidates: Member[]): Promise<Resolution> {
  const { assembly, resolutions } = await givenMeeting({
    chair: members[0],
    resolutions: [
      { type: 'election', bodyCode: 'board', effectType: 'mandate', seats: 2, candidates },
    ],
  })
  await gather(assembly, ...members)
  await resolutions[0].load('candidates')
  const closed = await decide(resolutions[0], [members, resolutions[0].candidates.slice(0, 2)])
  await rise(assembly)
  await closed.load('assembly')
  return closed
}

async function aDraftOfStatutes() {
  const inForce = (await statutesInForce(clock.now()))!
  const settings = { ...inForce.settings, proxies: { max: 3 } }
  const draft = { label: 'Trois pouvoirs', settings, ...(await referenceSource()) }
  return db.transaction((trx) =>
    createDraft(trx, { draft, basedOnId: inForce.id, actor: CHAIR, clock })
  )
}

async function givenYieldsOf(year: number, rateMillipercent: number) {
  for (const half of [1, 2]) {
    const bondYield = { year, half, rateMillipercent }
    await recordBondYield({ bondYield, source: 'Journal officiel', actor: CHAIR, clock })
  }
}

/** The accounts of 2031 as the board prepared them, with a surplus of 10 000 €: 3 % of interest. */
async function aDraftOfSurplus() {
  for (const year of [2029, 2030, 2031]) await givenYieldsOf(year, 1_000)
  const prepared = await givenAccounts(clock, {
    closedOn: dayOf('2031-12-31'),
    approvedOn: null,
    resolutionReference: null,
  })
  const asked = { accountsId: prepared.id, assemblyOn: clock.now(), rateMillipercent: 3_000n }
  const drafted = await draftAllocation({ ...asked, actor: CHAIR, clock })
  if (!drafted.ok) throw new Error(drafted.error)
  return drafted.value
}

test.group('Governance | what an adoption puts in force', (group) => {
  beforeMeetings(group)

  test('adopted statutes are in force from the vote on and name it; everybody may read the vote', async ({
    client,
    assert,
  }) => {
    const members = await givenMembers(3)
    const { id } = await aDraftOfStatutes()
    const linked = { effectType: 'statutes' as const, effectId: id }
    const closed = await decided(members, 'yes', {
      resolutions: [{ majority: 'extraordinary', ...linked }],
    })
    const adopted = await StatuteProfile.findOrFail(id)
    assert.deepEqual(
      [adopted.state, adopted.resolutionReference, adopted.settings.proxies.max],
      ['adopted', `AG${closed.assembly.number}-R1`, 3]
    )
    assert.isNotNull(closed.effectedAt)
    assert.isNotNull(closed.publishedAt)
    const desk = await givenDesk(client, ['secretary'])
    const page = await desk.page(`/governance/office/assemblies/${closed.assemblyId}/minutes`)
    const [shown] = page.body().props.resolutions
    assert.deepEqual([shown.published, shown.mayPublish], [true, false], 'it stays public')
    assert.equal((await statutesInForce(clock.now()))!.id, id)
  })

  test('a meeting votes on a change once: a second resolution for it is refused by its field, and by the database', async ({
    client,
    assert,
  }) => {
    const { id } = await aDraftOfStatutes()
    const { assembly, resolutions } = await givenMeeting({ state: 'draft' })
    const desk = await givenDesk(client, ['secretary'])
    const path = `/governance/office/assemblies/${assembly.id}/resolutions`
    const words = {
      ...{ item_id: resolutions[0].agendaItemId, title: 'Trois pouvoirs', text: 'Oui ?' },
      ...{ type: 'decision', majority: 'extraordinary', from_board: 'yes' },
      ...{ change: `statutes:${id}` },
    }
    await desk.send(path, words)
    const again = await desk.send(path, words)
    assert.include(fieldErrors(again).change[0], 'La résolution 2 de cette réunion met déjà')
    const edited = await desk.send(`${path}/${resolutions[0].id}`, words)
    assert.include(fieldErrors(edited).change[0], 'déjà ce changement en vigueur')
    const [, linked, ...more] = await assembly.related('resolutions').query().orderBy('number')
    assert.deepEqual([linked.effectId, more], [id, []])
    await desk.send(`${path}/${linked.id}`, { ...words, title: 'Trois pouvoirs chacun' })
    assert.equal((await linked.refresh()).title, 'Trois pouvoirs chacun', 'it may keep its change')
    const link = { effectType: 'statutes' as const, effectId: id }
    await assert.rejects(() => resolutions[0].merge(link).save(), /resolutions_linked_once/)
  })

  test('a rejected resolution puts nothing in force', async ({ assert }) => {
    const members = await givenMembers(3)
    const { id } = await aDraftOfStatutes()
    const closed = await decided(members, 'no', {
      resolutions: [{ effectType: 'statutes', effectId: id }],
    })
    assert.deepEqual(
      [closed.outcome, closed.effectedAt, closed.publishedAt],
      ['rejected', null, null]
    )
    assert.equal((await StatuteProfile.findOrFail(id)).state, 'draft')
  })

  test('a change that cannot be put in force leaves the vote standing and says why, until it can', async ({
    client,
    assert,
  }) => {
    const members = await givenMembers(3)
    const closed = await decided(members, 'yes', {
      resolutions: [{ effectType: 'surplus', effectId: newId() }],
    })
    assert.deepEqual(
      [closed.outcome, closed.effectFailure, closed.effectedAt],
      ['adopted', 'unknown_allocation', null]
    )
    const desk = await givenDesk(client, ['secretary'])
    const retried = await desk.send(`/governance/office/resolutions/${closed.id}/effect`)
    assert.include(sentence(retried, 'error'), 'n’a pas pu entrer en vigueur')
  })

  test('C28 C33 C34: one meeting approves the accounts and shares the surplus out, to the entries and each member’s interest', async ({
    assert,
  }) => {
    const holder = await givenHolder(new FixedClock('2031-01-01T10:00:00'), 50)
    const allocation = await aDraftOfSurplus()
    assert.lengthOf(await approvedAccounts(), 0)
    const members = [holder, ...(await givenMembers(2))]
    const closed = await decided(members, 'yes', {
      resolutions: [{ effectType: 'surplus', effectId: allocation.id }],
    })
    const reference = `AG${closed.assembly.number}-R1`
    assert.deepEqual([closed.effectFailure, closed.effectedAt !== null], [null, true])
    const [year] = await approvedAccounts()
    assert.deepEqual(
      [year.version, isoDay(year.approvedOn), year.resolutionReference],
      [2, '2032-05-20', reference]
    )
    await allocation.refresh()
    assert.deepEqual(
      [allocation.state, allocation.resolutionReference, allocation.pieceReference],
      ['voted', reference, 'surplus|2031-12-31']
    )
    const { rows } = await db.rawQuery(
      `SELECT l.account_code, l.auxiliary, l.debit_cents, l.credit_cents FROM journal_lines l
         JOIN journal_entries e ON e.id = l.entry_id WHERE e.piece_reference = 'surplus|2031-12-31'
        ORDER BY l.account_code`
    )
    assert.deepEqual(
      rows.map((row: Record<string, string | null>) => Object.values(row)),
      [
        ['1061', null, '0', '150000'],
        ['1063', null, '0', '847000'],
        ['120', null, '1000000', '0'],
        ['457', holder.id, '0', '3000'],
      ]
    )
    assert.deepEqual(await db.from('interest_lines').select('member_id', 'amount_cents'), [
      { member_id: holder.id, amount_cents: '3000' },
    ])
  })

  test('C34: a cap that fell between notice and vote leaves the surplus where it is, and the resolution says why', async ({
    client,
    assert,
  }) => {
    const holder = await givenHolder(new FixedClock('2031-01-01T10:00:00'), 50)
    const allocation = await aDraftOfSurplus()
    await givenYieldsOf(2029, 500)
    const closed = await decided([holder, ...(await givenMembers(2))], 'yes', {
      resolutions: [{ effectType: 'surplus', effectId: allocation.id }],
    })
    assert.deepEqual(
      [closed.outcome, closed.effectFailure, closed.effectedAt],
      ['adopted', 'cap_changed', null]
    )
    assert.lengthOf(await approvedAccounts(), 0)
    assert.lengthOf(await db.from('interest_lines'), 0)
    const desk = await givenDesk(client, ['secretary'])
    const page = await desk.page(`/governance/office/assemblies/${closed.assemblyId}/minutes`)
    assert.include(page.text(), 'Refaites le projet et le vote')
  })

  test('C31: an election seats whom it elects, for the statutes’ term, until the accounts of the last year', async ({
    assert,
  }) => {
    const members = await givenMembers(4)
    const closed = await elected(members, members.slice(0, 3))
    const reference = `AG${closed.assembly.number}-R1`
    const seats = (await governingBodies(clock)).find(({ code }) => code === 'board')!.seats
    assert.deepEqual(
      seats.map(({ name, startsOn, endsOn, reference: by }) => [name, startsOn, endsOn, by]),
      members
        .slice(0, 2)
        .map(({ displayName }) => [displayName, '2032-05-20', '2035-06-30', reference])
    )
    const alerts = await governanceAlerts(clock)
    assert.isTrue(alerts.some(({ key }) => key === 'governance_after.alerts.vacancy'))
    clock.moveTo('2035-04-15T10:00:00')
    const soon = await governanceAlerts(clock)
    assert.isTrue(soon.some(({ key }) => key === 'governance_after.alerts.ends'))
    await db.transaction((trx) =>
      expireMandates(trx, { closedOn: dayOf('2033-12-31'), approvedOn: dayOf('2034-06-10') })
    )
    assert.lengthOf(await Mandate.query().whereNull('endedOn'), 2)
    await db.transaction((trx) =>
      expireMandates(trx, { closedOn: dayOf('2034-12-31'), approvedOn: dayOf('2035-04-10') })
    )
    const [ended] = await Mandate.query()
    assert.deepEqual([ended.endReason, ended.endedOn!.toISODate()], ['expired', '2035-04-10'])
  })

  test('C31: the assembly revokes a mandate from the day of its vote on', async ({ assert }) => {
    const members = await givenMembers(4)
    await elected(members, members.slice(0, 2))
    const mandate = await Mandate.findByOrFail('memberId', members[1].id)
    const linked = { effectType: 'mandate' as const, effectId: mandate.id, bodyCode: 'board' }
    await decided(members, 'yes', { resolutions: [{ type: 'revocation', ...linked }] })
    await mandate.refresh()
    assert.deepEqual([mandate.endReason, mandate.endedOn!.toISODate()], ['revoked', '2032-05-20'])
  })

  // Routes 'governance.office.mandates.store' and 'governance.office.mandates.end'.
  test('C31: the office records a seat given elsewhere and its end, and is told what cannot be', async ({
    client,
    assert,
  }) => {
    const [member] = await givenMembers(1)
    const desk = await givenDesk(client, ['secretary'])
    const path = '/governance/office/mandates'
    const seat = {
      body: 'president',
      number: member.number,
      starts_on: '2032-03-01',
      reference: 'AG constitutive, résolution 3',
    }
    assert.include(
      sentence(await desk.send(path, { ...seat, body: 'senate' }), 'error'),
      'ne connaissent pas'
    )
    assert.include(
      sentence(await desk.send(path, { ...seat, number: 999_999 }), 'error'),
      'ne porte ce numéro'
    )
    assert.property(fieldErrors(await desk.send(path, { ...seat, starts_on: 'hier' })), 'starts_on')
    await desk.send(path, seat)
    const mandate = await Mandate.findByOrFail('bodyCode', 'president')
    assert.equal(mandate.endsOn.toISODate(), '2035-06-30')
    const [second] = await givenMembers(1)
    const full = await desk.send(path, { ...seat, number: second.number })
    assert.include(sentence(full, 'error'), 'siège')
    const end = `${path}/${mandate.id}/end`
    const early = await desk.send(end, { reason: 'resigned', on: '2031-01-01' })
    assert.include(sentence(early, 'error'), 'avant d’avoir commencé')
    await desk.send(end, { reason: 'resigned', on: '2032-05-01' })
    assert.equal((await mandate.refresh()).endReason, 'resigned')
    const page = await desk.page(path)
    page.assertInertiaComponent('governance/office/mandates')
    const board = await givenDesk(client, ['board'])
    assert.isTrue(isRefused(await board.send(path, seat)))
    assert.isTrue(isRefused(await board.send(end, { reason: 'died', on: '2032-05-01' })))
    const anonymous = await client.get(path).redirects(0)
    assert.include(anonymous.header('location'), 'sign-in')
  })

  test('C32: the accounts of 31 December are for an assembly by 30 June', async ({ assert }) => {
    const at = async (day: string) => {
      clock.moveTo(`${day}T10:00:00`)
      return accountsClock(clock)
    }
    assert.deepEqual(await at('2032-03-01'), {
      closedOn: '2031-12-31',
      dueOn: '2032-06-30',
      state: 'early',
    })
    assert.equal((await at('2032-06-30'))!.state, 'due')
    assert.equal((await at('2032-07-01'))!.state, 'late')
  })

  for (const [yearEnd, moment, closedOn, dueOn] of [
    ['03-15', '2032-05-01', '2032-03-15', '2032-09-15'],
    ['06-30', '2032-08-01', '2032-06-30', '2032-12-31'],
    ['02-28', '2033-05-01', '2033-02-28', '2033-08-31'],
    ['08-30', '2032-10-01', '2032-08-30', '2033-02-28'],
  ] as const) {
    test(`C32: accounts closed on ${closedOn} are for an assembly by ${dueOn}`, async ({
      assert,
    }) => {
      await adoptTestStatutes({ identity: { yearEnd } }, '2021-01-01')
      clock.moveTo(`${moment}T10:00:00`)
      const found = (await accountsClock(clock))!
      assert.deepEqual([found.closedOn, found.dueOn], [closedOn, dueOn])
    })
  }

  test('C36: the year’s data tell of the assembly, its votes and the turnout by category', async ({
    assert,
  }) => {
    const members = [...(await givenMembers(2, 'artist')), ...(await givenMembers(1, 'subscriber'))]
    await decided(members, 'yes', {})
    const { sections } = await projectYear(2032)
    const [one] = sections.assemblies as any[]
    assert.deepEqual(one.resolutions, { adopted: 1, rejected: 0 })
    assert.deepEqual(one.categories, [
      { code: 'artist', electors: 2, voted: 2 },
      { code: 'subscriber', electors: 1, voted: 1 },
    ])
  })
})
