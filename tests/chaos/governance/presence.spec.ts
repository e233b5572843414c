import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import { participation } from '#services/governance/attendance/participation'
import { endSilentPresences } from '#services/governance/attendance/remote_presence'
import { killSite, sitesOf, type Site } from '#tests/support/site'
import { openPage, sendPresence, signIn, watchLive, type Voter } from '#tests/support/voters'
import {
  arrive,
  begin,
  BY_HEADS,
  clock,
  emptyMeetings,
  EVENING,
  givenMeeting,
  givenMembers,
} from '#tests/support/meeting'
import { runningClock } from '#tests/support/running_clock'
import { adoptTestStatutes } from '#tests/support/statutes'

const CROWD = 40
const IN_ROOM = CROWD / 2
const PATIENCE_MS = 45_000

/** Longer than anybody's silence may last. */
const AWAY_MS = 30 * 60_000

type Row = { member_id: string; mode: 'room' | 'remote'; left_at: Date | null; ended_by: string }

/** What the rows say of everybody: one word a member, `half` where it is none of the whole ones. */
async function places({ id }: Assembly, voters: Voter[]): Promise<string[]> {
  const rows: Row[] = await db.from('attendances').where('assembly_id', id).orderBy('arrived_at')
  const words = { '': 'absent', 'room': 'room', 'remote': 'remote', 'room moved,remote': 'moved' }
  return voters.map(({ memberId }) => {
    const told = rows
      .filter((row) => row.member_id === memberId)
      .toSorted((one, other) => Number(!one.left_at) - Number(!other.left_at))
      .map((row) => (row.left_at ? `${row.mode} ${row.ended_by}` : row.mode))
      .join()
    return words[told as keyof typeof words] ?? `half: ${told}`
  })
}

/** Asks again until it is so. */
async function until(isSo: () => Promise<boolean>, otherwise: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(otherwise)
    await wait(10)
  }
}

/** Until another session waits for a lock that this test holds. */
const untilItWaits = () =>
  until(async () => {
    const { rows } = await db.rawQuery('SELECT 1 FROM pg_locks WHERE NOT granted')
    return rows.length > 0
  }, 'nobody came to the lock')

/** Until the killed sessions are gone, with what they held. */
const untilItIsGone = ({ id }: Assembly) =>
  db.transaction((trx) => trx.rawQuery('SELECT 1 FROM assemblies WHERE id = ? FOR UPDATE', [id]))

test.group('Governance | C20: the server is killed while people arrive', (group) => {
  let machine: Awaited<ReturnType<typeof runningClock>>
  // Setups are undone the last first: nothing is emptied while a server runs.
  group.each.setup(async () => {
    machine = await runningClock(EVENING)
    return () => emptyMeetings()
  })
  const startOne = sitesOf(group)
  const start = () => startOne(machine.env)

  /** A meeting with its first half in the room, and everybody's page open on a server. */
  async function aMeetingOn(site: Site, crowd: number) {
    await emptyMeetings()
    clock.moveTo(EVENING)
    await adoptTestStatutes(BY_HEADS)
    const members = await givenMembers(crowd)
    const { assembly } = await givenMeeting({ chair: members[0] })
    await begin(assembly)
    await arrive(assembly, ...members.slice(0, crowd / 2))
    const voters = await signIn(members)
    for (const voter of voters) await openPage(site.url, voter)
    return { assembly: await assembly.refresh(), members, voters }
  }

  test('SIGKILL in the middle: each presence is whole or absent, and the quorum says what the rows say', async ({
    assert,
  }) => {
    const doomed = await start()
    const { assembly, voters } = await aMeetingOn(doomed, CROWD)
    const noted = new Set<number>()
    const come = async (site: Site, index: number, delay: number) => {
      await wait(delay)
      assert.equal((await sendPresence(site.url, voters[index], assembly.id)).status, 200)
      noted.add(index)
    }
    const order = voters.map((_, index) => (index % 2 ? index >> 1 : IN_ROOM + (index >> 1)))
    const sent = Promise.allSettled(order.map((index, turn) => come(doomed, index, turn * 8)))
    while (noted.size < CROWD / 4) await wait(2)
    await killSite(doomed)
    assert.isTrue((await sent).some(({ status }) => status === 'rejected'))
    await untilItIsGone(assembly)

    const found = await places(assembly, voters)
    const count = (...words: string[]) => found.filter((one) => words.includes(one)).length
    for (const [index, word] of found.entries()) {
      const whole = index < IN_ROOM ? ['room', 'moved'] : ['absent', 'remote']
      assert.include(noted.has(index) ? whole[1] : whole, word, `voter ${index}`)
    }
    const there = await participation(db, assembly, 'now')
    assert.deepEqual(
      [there.room, there.remote, there.tookPart],
      [count('room'), count('moved', 'remote'), CROWD - count('absent')]
    )

    const next = await start()
    await Promise.all(voters.map((_, index) => come(next, index, 0)))
    const after = voters.map((_, index) => (index < IN_ROOM ? 'moved' : 'remote'))
    assert.deepEqual(await places(assembly, voters), after)
    assert.equal((await participation(db, assembly, 'now')).remote, CROWD)
  }).timeout(120_000)

  test('SIGKILL between leaving the room and being there from afar: still in the room, and counted once', async ({
    assert,
  }) => {
    const doomed = await start()
    const { assembly, members, voters } = await aMeetingOn(doomed, 4)
    await db.transaction(async (trx) => {
      // The new row names its member; the line that ends the old one is written by then.
      await trx.rawQuery('SELECT 1 FROM members WHERE id = ? FOR UPDATE', [members[0].id])
      const moving = sendPresence(doomed.url, voters[0], assembly.id).catch(() => null)
      await untilItWaits()
      await killSite(doomed)
      assert.isNull(await moving)
    })
    await untilItIsGone(assembly)
    assert.deepEqual(await places(assembly, voters), ['room', 'room', 'absent', 'absent'])
    const there = await participation(db, assembly, 'now')
    assert.deepEqual([there.room, there.remote, there.tookPart], [2, 0, 2])
  }).timeout(120_000)

  test('away for half an hour: nobody has left, the pages come back by themselves, and the rows say why', async ({
    assert,
  }) => {
    const doomed = await start()
    const { assembly, voters } = await aMeetingOn(doomed, 8)
    const afar = voters.slice(4)
    for (const voter of afar) await sendPresence(doomed.url, voter, assembly.id)
    const heard = async () =>
      (await db.from('attendances').where({ assembly_id: assembly.id, mode: 'remote' })).map(
        (row) => row.last_seen_at as Date
      )
    const before = await heard()
    await until(async () => (await db.from('service_mark')).length > 0, 'a server never marked')
    await killSite(doomed)
    const { served_at: lastServed } = await db.from('service_mark').firstOrFail()
    await machine.pass(AWAY_MS)
    // The worker outlived the web server, or is back before it.
    assert.deepEqual(await endSilentPresences(db, machine.clock), { ended: 0 })

    const next = await start()
    assert.deepEqual(await endSilentPresences(db, machine.clock), { ended: 0 })
    assert.equal((await participation(db, assembly, 'now')).tookPart, 8)
    const [gap] = await db.from('service_interruptions')
    assert.deepEqual(gap.began_at, lastServed)
    assert.isAtLeast(Number(gap.ended_at) - Number(gap.began_at), AWAY_MS)
    const pages = afar.map((voter) => watchLive(next.url, voter, assembly.id))
    await Promise.all(pages.map(({ opened }) => opened))
    const since = Math.max(...before.map(Number)) + AWAY_MS
    const isHeard = async () => (await heard()).every((seenAt) => Number(seenAt) > since)
    await until(isHeard, 'a page that came back was not heard')
    for (const page of pages) page.close()
    const here = voters.map((_, index) => (index < 4 ? 'room' : 'remote'))
    assert.deepEqual(await places(assembly, voters), here)
  }).timeout(120_000)
})
