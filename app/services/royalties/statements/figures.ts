import { StatementError, type EvidenceClass, type UnitsByEvidence } from './documents.js'

/** Units as counted, before they become text. */
export type UnitCounts = Partial<Record<EvidenceClass, { listening: bigint; download: bigint }>>

const CLASSES: EvidenceClass[] = ['server', 'player', 'announce']

/** Units as a statement shows them; a class without use is left out. */
export function unitsText(units: UnitCounts): UnitsByEvidence {
  const text: UnitsByEvidence = {}
  for (const evidence of CLASSES) {
    const counts = units[evidence]
    if (!counts || (counts.listening === 0n && counts.download === 0n)) continue
    text[evidence] = {
      listening: counts.listening.toString(),
      download: counts.download.toString(),
    }
  }
  return text
}

export function sumOf(lines: { amount_micro: string }[]): bigint {
  return lines.reduce((sum, line) => sum + BigInt(line.amount_micro), 0n)
}

/** Ids are ASCII: the order of their text is that of their bytes, in which files are sorted too. */
export function byId<Key extends string>(key: Key) {
  return (one: Record<Key, string>, other: Record<Key, string>) =>
    one[key] < other[key] ? -1 : one[key] > other[key] ? 1 : 0
}

/** @throws StatementError with both figures */
export function assertSame(what: string, expected: bigint, found: bigint): void {
  if (expected !== found) throw new StatementError(`${what}: ${expected} is not ${found}`)
}
