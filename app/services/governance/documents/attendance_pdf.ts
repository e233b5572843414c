import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import { PdfPage } from '#services/documents/pdf_page'
import { collegeNamesOf, momentText, sayIn } from '#services/governance/documents/paper_words'
import { settingsOf } from '#services/governance/locked_assembly'
import { legalMention } from '#services/statutes/legal_mention'
import type { Clock } from '#values/clock'

type Row = {
  number: number
  name: string
  address: string
  college: string
  room: boolean
  remote: boolean
  afar: boolean
  proxy: string | null
  blank: boolean
  carries: number
}

/**
 * R225-95: the attendance sheet: every elector with their address and how they took part, the
 * votes that each carries. The signature column is for those who sign by hand in the room.
 */
export async function attendancePdf(assembly: Assembly, clock: Clock): Promise<Buffer> {
  const say = sayIn('fr')
  const settings = settingsOf(assembly)
  const colleges = collegeNamesOf(settings, 'fr')
  const rows = await rowsOf(assembly.id)
  const page = new PdfPage({
    title: say('sheet'),
    locale: 'fr',
    date: clock.now().toJSDate(),
    footer: legalMention(settings, 'fr'),
    pageWord: (number, pages) => say('page', { number, pages }),
  })
  const kind = say(`kind_${assembly.kind}`)
  const below = `${kind} · ${assembly.title} · ${momentText(assembly.startsAt.toISO()!, 'fr')}`
  page.header(settings.identity.name, say('sheet'), below)
  page.table(
    [
      { width: 0.07, head: say('column_number') },
      { width: 0.36, head: say('column_member') },
      { width: 0.18, head: say('column_college') },
      { width: 0.23, head: say('column_part') },
      { width: 0.16, head: say('column_signature') },
    ],
    rows.map((row) => [
      String(row.number),
      [row.name, row.address].filter(Boolean).join('\n'),
      colleges(row.college),
      partOf(row, say),
      '',
    ])
  )
  const here = rows.filter((row) => row.room || row.remote).length
  const represented = rows.filter((row) => row.proxy || row.blank).length
  page.paragraph(say('sheet_total', { electors: rows.length, here, represented }))
  page.paragraph(say('sheet_certified'))
  return page.bytes()
}

function partOf(row: Row, say: ReturnType<typeof sayIn>): string {
  const own = row.room
    ? say('by_room')
    : row.remote
      ? say('by_remote')
      : row.proxy
        ? say('by_proxy', { name: row.proxy })
        : row.blank
          ? say('by_blank')
          : row.afar
            ? say('by_afar')
            : say('absent')
  return row.carries > 0 ? `${own}\n${say('carries', { count: row.carries })}` : own
}

async function rowsOf(assemblyId: string): Promise<Row[]> {
  const { rows } = await db.rawQuery(
    `SELECT e.member_number AS number, e.display_name AS name, e.college_code AS college,
            coalesce((SELECT concat_ws(', ', d.street, concat_ws(' ', d.postcode, d.city)) FROM member_details d
                       WHERE d.member_id = e.member_id ORDER BY d.version DESC LIMIT 1), '') AS address,
            EXISTS (SELECT 1 FROM attendances t WHERE t.assembly_id = e.assembly_id
                     AND t.member_id = e.member_id AND t.mode = 'room') AS room,
            EXISTS (SELECT 1 FROM attendances t WHERE t.assembly_id = e.assembly_id
                     AND t.member_id = e.member_id AND t.mode = 'remote') AS remote,
            EXISTS (SELECT 1 FROM ballots b WHERE b.assembly_id = e.assembly_id
                     AND b.elector_member_id = e.member_id AND b.channel = 'remote') AS afar,
            h.display_name AS proxy, p.id IS NOT NULL AND p.to_member_id IS NULL AS blank,
            (SELECT count(*)::int FROM proxies c WHERE c.assembly_id = e.assembly_id
               AND c.to_member_id = e.member_id AND c.state = 'accepted') AS carries
       FROM electors e
            LEFT JOIN proxies p ON p.assembly_id = e.assembly_id AND p.from_member_id = e.member_id
                 AND p.state = 'accepted'
            LEFT JOIN members h ON h.id = p.to_member_id
      WHERE e.assembly_id = ? ORDER BY e.member_number`,
    [assemblyId]
  )
  return rows
}
