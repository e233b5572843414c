import db from '@adonisjs/lucid/services/db'
import type Proxy from '#models/governance/proxy'

export type ProxyLine = {
  id: string
  state: Proxy['state']
  via: Proxy['via']
  from: { id: string; number: number; name: string }
  /** Null for a blank proxy, the chair's. */
  to: { id: string; number: number; name: string } | null
  hasScan: boolean
  givenAt: string
}

type Row = {
  id: string
  state: Proxy['state']
  via: Proxy['via']
  scan_path: string | null
  given_at: Date
  from_id: string
  from_number: number
  from_name: string
  to_id: string | null
  to_number: number | null
  to_name: string | null
}

/** C24: the proxies of a meeting, the last given first; `memberId` asks for those of one member. */
export async function proxyList(
  assemblyId: string,
  memberId: string | null = null
): Promise<ProxyLine[]> {
  const query = db
    .from('proxies as p')
    .join('members as f', 'f.id', 'p.from_member_id')
    .leftJoin('members as t', 't.id', 'p.to_member_id')
    .where('p.assembly_id', assemblyId)
    .orderBy('p.given_at', 'desc')
    .orderBy('p.id', 'desc')
    .select('p.id', 'p.state', 'p.via', 'p.scan_path', 'p.given_at')
    .select('f.id as from_id', 'f.number as from_number', 'f.display_name as from_name')
    .select('t.id as to_id', 't.number as to_number', 't.display_name as to_name')
  if (memberId) {
    query.where((own) =>
      own.where('p.from_member_id', memberId).orWhere('p.to_member_id', memberId)
    )
  }
  const rows: Row[] = await query
  return rows.map((row) => ({
    ...{ id: row.id, state: row.state, via: row.via },
    from: { id: row.from_id, number: row.from_number, name: row.from_name },
    to: row.to_id && { id: row.to_id, number: row.to_number!, name: row.to_name! },
    hasScan: row.scan_path !== null,
    givenAt: row.given_at.toISOString(),
  })) as ProxyLine[]
}
