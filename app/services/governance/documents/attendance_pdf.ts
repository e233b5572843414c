import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import { PARTS, partsOf, type Part } from '#services/governance/attendance/participation'
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
  part: Part | null
  /** Who carries their proxy; null for a blank one, the chair's. */
  holder: string | null
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
  const rows = await rowsOf(assembly)
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
  const count = (...parts: Part[]) => rows.filter(({ part }) => part && parts.includes(part)).length
  const [here, represented] = [count('room', 'remote'), count('represented')]
  page.paragraph(say('sheet_total', { electors: rows.length, here, represented }))
  page.paragraph(say('sheet_certified'))
  return page.bytes()
}

function partOf(row: Row, say: ReturnType<typeof sayIn>): string {
  const own = ownPartOf(row, say)
  return row.carries > 0 ? `${own}\n${say('carries', { count: row.carries })}` : own
}

function ownPartOf({ part, holder }: Row, say: ReturnType<typeof sayIn>): string {
  if (part === null) return say('absent')
  if (part !== 'represented') return say(`by_${part}`)
  return holder ? say('by_proxy', { name: holder }) : say('by_blank')
}

async function rowsOf(assembly: Assembly): Promise<Row[]> {
  const { rows } = await db.rawQuery(
    `${PARTS}
     SELECT e.member_number AS number, e.display_name AS name, e.college_code AS college, parts.part,
            coalesce((SELECT concat_ws(', ', d.street, concat_ws(' ', d.postcode, d.city)) FROM member_details d
                       WHERE d.member_id = e.member_id ORDER BY d.version DESC LIMIT 1), '') AS address,
            h.display_name AS holder,
            (SELECT count(*)::int FROM proxies c JOIN parts giver ON giver.member_id = c.from_member_id
              WHERE c.assembly_id = e.assembly_id AND c.to_member_id = e.member_id
                AND c.state = 'accepted' AND giver.part = 'represented') AS carries
       FROM electors e JOIN parts ON parts.member_id = e.member_id
            LEFT JOIN proxies p ON p.assembly_id = e.assembly_id AND p.from_member_id = e.member_id
                 AND p.state = 'accepted'
            LEFT JOIN members h ON h.id = p.to_member_id
      WHERE e.assembly_id = :id ORDER BY e.member_number`,
    partsOf(assembly, 'ever')
  )
  return rows
}
