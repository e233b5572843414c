import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ExitKind } from '#models/membership/exit'
import type Member from '#models/membership/member'

type ExitGate = (
  trx: TransactionClientContract,
  exit: { member: Member; kind: ExitKind; shares: number | null; effectiveOn: string }
) => Promise<void>

const gates: ExitGate[] = []

/** What a higher domain asks before an exit is announced; it throws its own refusal. */
export function registerExitGate(gate: ExitGate) {
  gates.push(gate)
}

export const passExitGates: ExitGate = async (trx, exit) => {
  for (const gate of gates) await gate(trx, exit)
}
