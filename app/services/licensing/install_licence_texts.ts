import LicenceText from '#models/licensing/licence_text'
import { LICENCE_LIBRARY, licenceTextDigest } from '#services/licensing/licence_library'
import { newId } from '#values/id'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'

/**
 * Puts the texts of the library into the register, each version once. Safe to call at every start.
 *
 * @throws Error when a version is there already with other words: words change with a new version
 */
export async function installLicenceTexts(): Promise<void> {
  await db.transaction(async (trx) => {
    for (const text of LICENCE_LIBRARY) {
      const sha256 = licenceTextDigest(text)
      const known = await LicenceText.query({ client: trx })
        .where({ code: text.code, version: text.version })
        .first()
      if (known && known.sha256 !== sha256) {
        throw new Error(
          `The words of ${text.code} ${text.version} changed: give them a new version`
        )
      }
      if (known) continue
      const effectiveFrom = DateTime.fromISO(text.effectiveFrom)
      await LicenceText.create({ ...text, id: newId(), sha256, effectiveFrom }, { client: trx })
    }
  })
}
