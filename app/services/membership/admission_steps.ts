import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Application from '#models/membership/application'
import type { Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

export type Admission = {
  application: Application
  memberId: string
  actor: Actor
  clock: Clock
}
/** A step's refusal, in words of its own domain: `key` is a text's key. Undoes the admission. */
export class AdmissionRefusedError extends Error {
  constructor(
    readonly key: string,
    readonly figures: Record<string, string | number> = {}
  ) {
    super(`An admission was refused: ${key}`)
  }
}

type AdmissionStep = (trx: TransactionClientContract, admission: Admission) => Promise<void>

const steps: AdmissionStep[] = []

/** What another domain does in the transaction of an admission: shares opens the subscription. */
export function registerAdmissionStep(step: AdmissionStep) {
  steps.push(step)
}

/** All of them, in the order of their registration; one that throws undoes the admission. */
export async function takeAdmissionSteps(trx: TransactionClientContract, admission: Admission) {
  for (const step of steps) await step(trx, admission)
}
