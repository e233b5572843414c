import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import { electorsOf, named, type ElectorRow } from '#services/governance/queries/electors_of'
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

/**
 * The desk at the door: those with a vote whose name or number was typed; with nothing typed, the
 * attendance sheet as it fills, last arrival first.
 */
export async function doorList(
  assembly: Assembly,
  search: string,
  clock: Clock
): Promise<DoorRow[]> {
  const [electors, here, proxies] = await Promise.all([
    electorsOf(assembly, clock),
    db.from('attendances').where('assembly_id', assembly.id).whereNull('left_at'),
    acceptedProxies(assembly.id),
  ])
  const arrivals = new Map(here.map((row) => [row.member_id as string, row]))
  const shown = search.trim()
    ? named(electors, search)
    : electors.filter(({ id }) => arrivals.has(id)).toSorted(lastFirst(arrivals))
  return shown.slice(0, ROWS_MAX).map(({ id, number, name }) => ({
    memberId: id,
    number,
    name,
    presence: arrivals.get(id)?.mode ?? null,
    arrivedAt: arrivals.get(id)?.arrived_at.toISOString() ?? null,
    carries: proxies.filter((one) => one.holder === id).map((one) => one.giverName),
    gaveTo: proxies.find((one) => one.giver === id)?.holderName ?? null,
  }))
}

const lastFirst = (arrivals: Map<string, { arrived_at: Date }>) => (a: ElectorRow, b: ElectorRow) =>
  arrivals.get(b.id)!.arrived_at.getTime() - arrivals.get(a.id)!.arrived_at.getTime()

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
