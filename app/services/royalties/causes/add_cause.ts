import string from '@adonisjs/core/helpers/string'
import db from '@adonisjs/lucid/services/db'
import Cause from '#models/royalties/cause'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { RoyaltiesError } from '#services/royalties/errors'
import type { Clock } from '#values/clock'

/** What readers see of a cause; the address of its site is optional. */
export type CauseWords = {
  name: string
  descriptionFr: string
  descriptionEn: string
  url: string | null
}

const LONGEST_ID = 64

/**
 * Adds a cause that a rule can name from now on. Its id comes from its name and stays for ever: it
 * stands in frozen files.
 *
 * @throws RoyaltiesError `cause_name` when no id can be made of the name, `cause_known`
 */
export async function addCause(input: {
  words: CauseWords
  actor: Actor
  clock: Clock
}): Promise<Cause> {
  const { words, actor, clock } = input
  const id = causeId(words.name)
  if (!id) {
    throw new RoyaltiesError('cause_name', `"${words.name}" has no letter to make an id of`)
  }
  return db.transaction(async (trx) => {
    await trx.rawQuery('SELECT pg_advisory_xact_lock(hashtext(?))', ['royalties|causes'])
    const known = await Cause.find(id, { client: trx })
    if (known) {
      throw new RoyaltiesError(
        'cause_known',
        `The cause "${known.name}" (${id}) is there already`,
        {
          cause: known.name,
        }
      )
    }
    const cause = await Cause.create({ id, ...words, createdAt: clock.now() }, { client: trx })
    await recordAuditEvent(trx, {
      actor,
      action: 'royalties.add_cause',
      subject: { type: 'cause', id },
      after: { ...words },
      clock,
    })
    return cause
  })
}

function causeId(name: string): string {
  const slug = string.slug(name.replace(/[’'`]/g, ' '), { lower: true, strict: true })
  return slug.slice(0, LONGEST_ID).replace(/-+$/, '')
}
