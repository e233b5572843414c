import { rm } from 'node:fs/promises'
import type Proxy from '#models/governance/proxy'
import type { GovernanceRefusal } from '#services/governance/errors'
import { giveProxy } from '#services/governance/proxies/give_proxy'
import { keepScan, storedScan } from '#services/governance/proxies/scan_files'
import { memberByNumber } from '#services/governance/queries/member_by_number'
import type { Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { err, type Result } from '#values/result'

type PaperProxy = {
  assemblyId: string
  /** Numbers of the register; no holder for a blank proxy. */
  from: number
  to?: number
  /** Where the scan was received. */
  scan: string | null
  actor: Actor
  clock: Clock
}

type FieldRefusal = GovernanceRefusal & { field: 'from' | 'to' | 'scan' }

/** C24: the office writes down a proxy that came on paper; its scan is the proof, and is kept. */
export async function giveProxyOnPaper(input: PaperProxy): Promise<Result<Proxy, FieldRefusal>> {
  const { assemblyId, from, to, scan, actor, clock } = input
  const refused = (field: FieldRefusal['field'], code: string) => err({ field, code, figures: {} })
  if (!scan) return refused('scan', 'scan_missing')
  const giver = await memberByNumber(from)
  if (!giver) return refused('from', 'unknown_number')
  const holder = to === undefined ? null : await memberByNumber(to)
  if (to !== undefined && !holder) return refused('to', 'unknown_number')
  const kept = await keepScan(assemblyId, scan)
  if (!kept.ok) return refused('scan', kept.error)
  const outcome = await giveProxy({
    assemblyId,
    fromMemberId: giver.id,
    toMemberId: holder?.id ?? null,
    via: 'paper',
    scanPath: kept.value,
    actor,
    clock,
  })
  if (outcome.ok) return outcome
  await rm(storedScan(kept.value), { force: true })
  return err({ field: outcome.error.code.startsWith('giver') ? 'from' : 'to', ...outcome.error })
}
