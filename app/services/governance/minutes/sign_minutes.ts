import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Account from '#models/identity/account'
import Assembly from '#models/governance/assembly'
import Minutes from '#models/governance/minutes'
import MinutesSignature from '#models/governance/minutes_signature'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { sealMinutes } from '#services/governance/minutes/seal_minutes'
import { officersOf, signingCapacity } from '#services/governance/minutes/signing_capacity'
import { spendMinutesCode } from '#services/governance/minutes/signing_code'
import { recordAuditEvent } from '#services/identity/record_audit_event'
import { verifySecondFactor } from '#services/identity/verify_second_factor'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Signing = {
  assemblyId: string
  account: Account
  /** Of the second factor where the account has one, else the one sent by e-mail. */
  code: string
  /** The text that was read: another one is not signed. */
  sha256: string
  address: string
  userAgent: string | null
  clock: Clock
}

/**
 * C29: an officer signs the minutes as they stand. With the last signature they are sealed, get
 * their number in the register and the meeting is signed. Signing twice changes nothing.
 */
export async function signMinutes(input: Signing) {
  const method = await proof(input)
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, input.assemblyId)
    const minutes = await Minutes.query({ client: trx })
      .where('assemblyId', assembly.id)
      .forUpdate()
      .first()
    if (!minutes?.sha256) throw new GovernanceError('minutes_not_written')
    const capacity = await signingCapacity(assembly, input.account)
    if (!capacity) throw new GovernanceError('not_an_officer')
    await minutes.load('signatures')
    if (minutes.signatures.some((one) => one.accountId === input.account.id)) return minutes
    if (minutes.sha256 !== input.sha256) throw new GovernanceError('minutes_changed')
    if (!method)
      throw new GovernanceError(input.account.totpConfirmedAt ? 'wrong_totp' : 'wrong_code')
    await sign(trx, minutes, capacity, method, input)
    await minutes.load('signatures')
    const officers = await officersOf(assembly, trx)
    const isComplete = officers.every(({ accountId }) =>
      minutes.signatures.some((signature) => signature.accountId === accountId)
    )
    if (isComplete) await sealMinutes(trx, { assembly, minutes, clock: input.clock })
    return minutes
  })
}

/** Nothing is spent on a text that is not the one that was read; a wrong try stays counted. */
async function proof({ account, assemblyId, code, sha256, clock }: Signing) {
  const minutes = await Minutes.query().where('assemblyId', assemblyId).first()
  if (!minutes || minutes.sha256 !== sha256) return null
  if (account.totpConfirmedAt) {
    return verifySecondFactor({ accountId: account.id, code, clock })
  }
  const spent = await db.transaction((trx) =>
    spendMinutesCode(trx, { minutes, accountId: account.id, code, clock })
  )
  return spent ? ('one_time_code_by_email' as const) : null
}

async function sign(
  trx: TransactionClientContract,
  minutes: Minutes,
  capacity: MinutesSignature['capacity'],
  method: string,
  { account, address, userAgent, clock }: Signing
): Promise<void> {
  await MinutesSignature.create(
    {
      id: newId(),
      minutesId: minutes.id,
      capacity,
      accountId: account.id,
      signerName: account.fullName,
      documentSha256: minutes.sha256!,
      signedAt: clock.now(),
      evidence: { method, email: account.email, address, user_agent: userAgent },
    },
    { client: trx }
  )
  await recordAuditEvent(trx, {
    actor: account,
    action: 'governance.sign_minutes',
    subject: { type: 'assembly', id: minutes.assemblyId },
    after: { capacity, sha256: minutes.sha256 },
    clock,
  })
}

/** The minutes that an account may read in order to sign them; null where there are none. */
export async function minutesToSign(assemblyId: string, account: { id: string }) {
  const assembly = await Assembly.find(assemblyId)
  const minutes = await Minutes.query()
    .where('assemblyId', assemblyId)
    .preload('signatures')
    .first()
  if (!assembly || !minutes?.sha256) return null
  return { assembly, minutes, capacity: await signingCapacity(assembly, account) }
}
