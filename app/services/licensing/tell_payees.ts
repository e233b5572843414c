import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import ShareMail from '#mails/licensing/share_mail'
import env from '#start/env'
import type { Clock } from '#values/clock'

type Addressee = {
  email: string
  fullName: string
  locale: 'fr' | 'en'
  hasAccount: boolean
  title: string
  artist: string
  basisPoints: number
}

/** A share that still waits for an answer, and whose payee has an address and was told nothing. */
const UNTOLD = `l.accepted_at IS NULL AND l.refused_at IS NULL AND l.told_at IS NULL`
const ADDRESSEES = `JOIN payees y ON y.id = l.payee_id
  LEFT JOIN accounts a ON a.id = y.account_id AND a.closed_at IS NULL AND a.disabled_at IS NULL
       AND a.email_verified_at IS NOT NULL`

/**
 * Tells each payee of a sheet that a share waits for their answer: one mail for each share. May run
 * twice and at once: whoever was told is not told again, and one address that fails keeps nobody
 * else waiting.
 *
 * @returns how many mails left now
 * @throws Error once all were tried, when some mails did not leave: running again sends those
 */
export async function tellPayees(input: { splitSheetId: string; clock: Clock }) {
  const { rows } = await db.rawQuery(
    `SELECT l.id FROM split_lines l ${ADDRESSEES}
      WHERE l.split_sheet_id = ? AND ${UNTOLD} AND coalesce(a.email, y.email) IS NOT NULL
      ORDER BY l.id`,
    [input.splitSheetId]
  )
  const failures: unknown[] = []
  let sent = 0
  for (const { id } of rows) {
    try {
      if (await tell(id, input.clock)) sent++
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) {
    throw new Error(`${failures.length} mails about shares did not leave; they are tried again`, {
      cause: failures[0],
    })
  }
  return { sent }
}

/** The line is held while its mail leaves, so that of two workers one sends. */
function tell(splitLineId: string, clock: Clock): Promise<boolean> {
  return db.transaction(async (trx) => {
    const { rows } = await trx.rawQuery(
      `SELECT coalesce(a.email, y.email) AS email, coalesce(a.full_name, y.name) AS "fullName",
              coalesce(a.locale, 'fr') AS locale, a.id IS NOT NULL AS "hasAccount",
              w.title, r.name AS artist, l.basis_points AS "basisPoints"
         FROM split_lines l ${ADDRESSEES}
         JOIN split_sheets s ON s.id = l.split_sheet_id
         JOIN works w ON w.id = s.work_id JOIN artists r ON r.id = w.artist_id
        WHERE l.id = ? AND ${UNTOLD} FOR UPDATE OF l SKIP LOCKED`,
      [splitLineId]
    )
    const addressee: Addressee | undefined = rows[0]
    if (!addressee) return false
    const { email: to, ...words } = addressee
    const url = new URL('/licensing/mine', env.get('APP_URL')).toString()
    await trx.from('split_lines').where('id', splitLineId).update({ told_at: clock.now().toISO() })
    await mail.send(new ShareMail({ ...words, to, url }))
    return true
  })
}

/** Sheets of the last days whose payees were not all told: their job was lost. */
export async function sheetsToTell(clock: Clock, days: number): Promise<string[]> {
  const { rows } = await db.rawQuery(
    `SELECT DISTINCT s.id FROM split_sheets s
       JOIN split_lines l ON l.split_sheet_id = s.id ${ADDRESSEES}
      WHERE s.created_at > ? AND ${UNTOLD} AND coalesce(a.email, y.email) IS NOT NULL`,
    [clock.now().minus({ days }).toISO()!]
  )
  return rows.map(({ id }: { id: string }) => id)
}
