import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import membershipConfig from '#config/membership'
import { dropDocumentFolder } from '#services/membership/applications/document_files'
import type { Clock } from '#values/clock'

/** The bulletin keeps its hash: that a text was signed can still be shown, not by whom. */
export const EMPTIED_APPLICATION = `
    given_name = NULL, family_name = NULL, birth_date = NULL, birth_place = NULL,
    nationality = NULL, legal_name = NULL, legal_form = NULL, siren = NULL, siret = NULL,
    representative_name = NULL, representative_capacity = NULL, email = '', phone = NULL,
    street = '', postcode = '', city = '', iban = NULL, motivation = NULL,
    person_key = 'erased|' || id, account_id = NULL, access_token_hash = NULL,
    refusal_reason = CASE WHEN refusal_reason IS NULL THEN NULL ELSE '' END,
    bulletin = CASE WHEN bulletin IS NULL THEN NULL ELSE '{"erased": true}'::jsonb END,
    evidence = CASE WHEN evidence IS NULL THEN NULL ELSE '{"erased": true}'::jsonb END,
    erased_at = :at`

/** The papers and the story of these applications go; their files with them, once that is sure. */
async function dropPapers(trx: TransactionClientContract, ids: string[]) {
  await trx.from('application_documents').whereIn('application_id', ids).delete()
  await trx.from('application_events').whereIn('application_id', ids).delete()
  trx.after('commit', async () => {
    for (const id of ids) await dropDocumentFolder(id)
  })
}

/** With a former member's details go the papers of the application that made them one. */
export async function dropPapersOfMember(
  trx: TransactionClientContract,
  { memberId }: { memberId: string }
) {
  const rows: { id: string }[] = await trx.from('applications').where('member_id', memberId)
  await dropPapers(
    trx,
    rows.map(({ id }) => id)
  )
}

/**
 * What was refused or withdrawn is kept as long as somebody may ask why (C. civ. 2224), then emptied
 * of the person; that there was an application, and its decision, stay.
 *
 * @returns how many were emptied
 */
export async function eraseOldApplications(clock: Clock): Promise<{ erased: number }> {
  const at = clock.now().toJSDate()
  const before = clock.now().minus({ years: membershipConfig.retentionYears }).toJSDate()
  return db.transaction(async (trx) => {
    const { rows } = await trx.rawQuery(
      `UPDATE applications SET ${EMPTIED_APPLICATION}
        WHERE state IN ('refused', 'withdrawn') AND signed_at IS NOT NULL AND erased_at IS NULL
          AND coalesce(decided_at, signed_at) < :before
        RETURNING id`,
      { at, before }
    )
    const ids = (rows as { id: string }[]).map(({ id }) => id)
    await dropPapers(trx, ids)
    return { erased: ids.length }
  })
}
