import { createHash } from 'node:crypto'

/**
 * The daily hash chain of usage units (P10).
 *
 * hash(n) = SHA-256(hash(n-1) | canonical fields of n), with hash(0) = SHA-256("peerfy-usage|DAY")
 * and `|` joining UTF-8 text; hashes are lower-case hexadecimal. Editing, removing or inserting a
 * row breaks the chain at that row; cutting its end contradicts the head kept per day.
 */
export interface UsageLink {
  /** YYYY-MM-DD, Europe/Paris. */
  day: string
  /** Place in the day, from 1. */
  position: number
  /** YYYY-MM, the month in which the unit counts. */
  period: string
  subscriberId: string
  workId: string
  kind: 'download' | 'listening'
  evidence: 'server' | 'player' | 'announce'
  units: number
  ruleVersion: number
  /** Milliseconds since 1970. */
  atMs: number
}

export function chainStart(day: string): string {
  return createHash('sha256').update(`peerfy-usage|${day}`).digest('hex')
}

export function chainHash(previous: string, link: UsageLink): string {
  const fields = [
    previous,
    link.day,
    link.position,
    link.period,
    link.subscriberId,
    link.workId,
    link.kind,
    link.evidence,
    link.units,
    link.ruleVersion,
    link.atMs,
  ]
  return createHash('sha256').update(fields.join('|')).digest('hex')
}
