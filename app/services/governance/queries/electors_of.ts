import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import { membersWithVote } from '#services/governance/electorate/members_with_vote'
import { settingsOf } from '#services/governance/locked_assembly'
import type { Clock } from '#values/clock'

export type ElectorRow = { id: string; number: number; name: string }

/** C23: who has a vote in a meeting, by number: the frozen list, before it today's register. */
export async function electorsOf(assembly: Assembly, clock: Clock): Promise<ElectorRow[]> {
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

/** Those whose number was typed, or a part of whose name: accents and capitals aside. */
export function named(electors: ElectorRow[], search: string): ElectorRow[] {
  const words = plain(search.trim())
  return electors.filter(
    ({ number, name }) => String(number) === words || plain(name).includes(words)
  )
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
