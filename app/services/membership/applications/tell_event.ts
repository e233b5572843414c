import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ApplicationEvent, { type ApplicationEventKind } from '#models/membership/application_event'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Told = {
  applicationId: string
  kind: ApplicationEventKind
  actor: Actor
  detail?: Record<string, unknown>
  clock: Clock
}

/** Adds a line to an application's story, in the transaction of what happened. */
export async function tellEvent(
  trx: TransactionClientContract,
  { applicationId, kind, actor, detail, clock }: Told
) {
  await ApplicationEvent.create(
    { applicationId, at: clock.now(), kind, actorLabel: actorLabel(actor), detail: detail ?? null },
    { client: trx }
  )
}
