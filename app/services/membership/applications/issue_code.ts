import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import applicationsConfig from '#config/applications'
import type Application from '#models/membership/application'
import type StatuteProfile from '#models/statutes/statute_profile'
import { buildBulletin } from '#services/membership/applications/bulletin'
import { codeHash, newCode } from '#services/membership/applications/secrets'
import { tellEvent } from '#services/membership/applications/tell_event'
import type { Clock } from '#values/clock'
import { canonicalJson, sha256Hex } from '#values/digest'

/**
 * Writes the bulletin as it reads today and a code that signs just that text; an older code stops
 * working. The code is returned for the mail and kept nowhere.
 */
export async function issueCode(
  trx: TransactionClientContract,
  application: Application,
  statutes: StatuteProfile,
  clock: Clock
): Promise<string> {
  const now = clock.now()
  const bulletin = buildBulletin(application, statutes, now)
  const bulletinSha256 = sha256Hex(canonicalJson(bulletin))
  const code = newCode()
  await application
    .merge({
      bulletin,
      bulletinSha256,
      codeHash: codeHash(application.id, bulletinSha256, code),
      codeExpiresAt: now.plus({ minutes: applicationsConfig.codeLifetimeMinutes }),
      codeAttempts: 0,
    })
    .useTransaction(trx)
    .save()
  const actor = { label: application.displayName }
  const detail = { bulletin_sha256: bulletinSha256 }
  await tellEvent(trx, { applicationId: application.id, kind: 'code_sent', actor, detail, clock })
  return code
}
