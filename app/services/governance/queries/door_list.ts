import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import { membersWithVote } from '#services/governance/electorate/members_with_vote'
import { settingsOf } from '#services/governance/locked_assembly'
import type { Clock } from '#values/clock'

export type DoorRow = {
  memberId: string
  number: number
  name: string
  presence: 'room' | 'remote' | null
  arrivedAt: string | null
  /** Whose vote they carry. */
  carries: string[]
  /** In whose hand their own vote is; an empty name is the chair's. */
  gaveTo: string | null
}

/** How many rows a desk reads at once. */
const ROWS_MAX = 60

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()

/**
 * The desk at the door: those with a vote whose name or number was typed; with nothing typed, the
 * attendance sheet as it fills, last arrival first.
 */
export async function doorList(
  assembly: Assembly,
  search: string,
  clock: Clock
): Promise<DoorRow[]> {
  const [people, here, proxies] = await Promise.all([
    peopleOf(assembly, clock),
    db.from('attendances').where('assembly_id', assembly.id).whereNull('left_at'),
    acceptedProxies(assembly.id),
  ])
  const arrivals = new Map(here.map((row) => [row.member_id as string, row]))
  const rows = people.map(({ id, number, name }) => ({
    memberId: id,
    number,
    name,
    presence: arrivals.get(id)?.mode ?? null,
    arrivedAt: arrivals.get(id)?.arrived_at.toISOString() ?? null,
    carries: proxies.filter((one) => one.holder === id).map((one) => one.giverName),
    gaveTo: proxies.find((one) => one.giver === id)?.holderName ?? null,
  }))
  const words = plain(search.trim())
  if (!words) {
    return rows
      .filter(({ arrivedAt }) => arrivedAt)
      .toSorted((a, b) => b.arrivedAt!.localeCompare(a.arrivedAt!))
      .slice(0, ROWS_MAX)
  }
  return rows
    .filter(({ number, name }) => String(number) === words || plain(name).includes(words))
    .slice(0, ROWS_MAX)
}

async function peopleOf(assembly: Assembly, clock: Clock) {
  if (assembly.isFrozen) {
    const electors = await db
      .from('electors')
      .where('assembly_id', assembly.id)
      .orderBy('member_number')
    return electors.map((row) => ({
      id: row.member_id as string,
      number: row.member_number as number,
      name: row.display_name as string,
    }))
  }
  const members = await db.transaction((trx) =>
    membersWithVote(trx, settingsOf(assembly), clock.now(), assembly)
  )
  return members.map(({ id, number, displayName }) => ({ id, number, name: displayName }))
}

type HeldProxy = { giver: string; giverName: string; holder: string | null; holderName: string }

async function acceptedProxies(assemblyId: string): Promise<HeldProxy[]> {
  const rows = await db
    .from('proxies as p')
    .join('members as g', 'g.id', 'p.from_member_id')
    .leftJoin('members as h', 'h.id', 'p.to_member_id')
    .where({ 'p.assembly_id': assemblyId, 'p.state': 'accepted' })
    .select('g.id as giver', 'g.display_name as giver_name')
    .select('h.id as holder', 'h.display_name as holder_name')
  return rows.map((row) => ({
    giver: row.giver,
    giverName: row.giver_name,
    holder: row.holder,
    holderName: row.holder_name ?? '',
  }))
}
