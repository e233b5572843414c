import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import Member from '#models/membership/member'
import { PARTS, partsOf, type Part } from '#services/governance/attendance/participation'
import { interruptionsOf } from '#services/governance/attendance/service_mark'
import { PdfPage } from '#services/documents/pdf_page'
import {
  collegeNamesOf,
  interruptionWords,
  momentText,
  sayIn,
} from '#services/governance/documents/paper_words'
import {
  membersWithVote,
  type MemberWithVote,
} from '#services/governance/electorate/members_with_vote'
import { settingsOf } from '#services/governance/locked_assembly'
import { bureauOf } from '#services/governance/queries/bureau_of'
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
 * 1.7 (R225-95 for an SA, the statutes for others): the attendance sheet, every elector with their
 * address and how they took part, the votes that each carries. The signature column is for those who
 * sign by hand in the room.
 */
export async function attendancePdf(assembly: Assembly, clock: Clock): Promise<Buffer> {
  const say = sayIn('fr')
  const settings = settingsOf(assembly)
  const colleges = collegeNamesOf(settings, 'fr')
  const rows = await rowsOf(assembly, clock)
  const isOver = assembly.closedAt !== null
  const page = new PdfPage({
    title: say('sheet'),
    locale: 'fr',
    date: clock.now().toJSDate(),
    footer: legalMention(settings, 'fr'),
    pageWord: (number, pages) => say('page', { number, pages }),
  })
  const kind = say(`kind_${assembly.kind}`)
  const below = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} · ${assembly.title} · ${momentText(assembly.startsAt.toISO()!, 'fr')}`
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
      partOf(row, isOver, say),
      '',
    ])
  )
  const count = (...parts: Part[]) => rows.filter(({ part }) => part && parts.includes(part)).length
  const [here, represented] = [count('room', 'remote'), count('represented')]
  page.paragraph(say('sheet_total', { electors: rows.length, here, represented }))
  const interruptions = await interruptionsOf(db, assembly)
  for (const line of interruptionWords(interruptions, say)) page.paragraph(line)
  page.paragraph(say(isOver ? 'sheet_certified' : 'sheet_to_sign'))
  const bureau = await officersOf(assembly, say)
  if (bureau.length > 0) page.table([{ width: 0.3 }, { width: 0.35 }, { width: 0.35 }], bureau)
  return page.bytes()
}

/** Who certifies the sheet, each with room to sign; nobody while the bureau is not named. */
async function officersOf(assembly: Assembly, say: ReturnType<typeof sayIn>): Promise<string[][]> {
  const { secretary, tellers } = await bureauOf(assembly)
  const chair = assembly.chairMemberId ? await Member.find(assembly.chairMemberId) : null
  const named = [
    [say('chair'), chair?.displayName ?? ''],
    [say('secretary'), secretary],
    ...tellers.split(', ').map((name) => [say('teller'), name]),
  ]
  return named.filter(([, name]) => name).map((line) => [...line, ''])
}

/** Before the meeting is over nobody is absent: the line waits for a signature. */
function partOf(row: Row, isOver: boolean, say: ReturnType<typeof sayIn>): string {
  const own = row.part === null && !isOver ? '' : ownPartOf(row, say)
  const carried = row.carries > 0 ? say('carries', { count: row.carries }) : ''
  return [own, carried].filter(Boolean).join('\n')
}

function ownPartOf({ part, holder }: Row, say: ReturnType<typeof sayIn>): string {
  if (part === null) return say('absent')
  if (part !== 'represented') return say(`by_${part}`)
  return holder ? say('by_proxy', { name: holder }) : say('by_blank')
}

/** Those whose right is frozen; before that, those who have a vote today. */
async function peopleOf(assembly: Assembly, clock: Clock) {
  if (assembly.isFrozen) {
    const { rows } = await db.rawQuery(
      `SELECT member_id AS id, member_number AS number, display_name AS "displayName",
              college_code AS "collegeCode" FROM electors WHERE assembly_id = ?`,
      [assembly.id]
    )
    return rows as Pick<MemberWithVote, 'id' | 'number' | 'displayName' | 'collegeCode'>[]
  }
  return db.transaction((trx) => membersWithVote(trx, settingsOf(assembly), clock.now(), assembly))
}

/** Until the meeting is over, who gave a proxy stands as represented though its holder is not there yet. */
async function rowsOf(assembly: Assembly, clock: Clock): Promise<Row[]> {
  const people = await peopleOf(assembly, clock)
  const { rows } = await db.rawQuery(
    `${PARTS}
     SELECT e.number, e.name, e.college,
            coalesce(parts.part, CASE WHEN p.id IS NOT NULL AND NOT :over THEN 'represented' END) AS part,
            coalesce((SELECT concat_ws(', ', d.street, concat_ws(' ', d.postcode, d.city)) FROM member_details d
                       WHERE d.member_id = e.member_id ORDER BY d.version DESC LIMIT 1), '') AS address,
            h.display_name AS holder,
            (SELECT count(*)::int FROM proxies c LEFT JOIN parts giver ON giver.member_id = c.from_member_id
              WHERE c.assembly_id = :id AND c.to_member_id = e.member_id AND c.state = 'accepted'
                AND coalesce(giver.part = 'represented', NOT :over)) AS carries
       FROM unnest(CAST(:members AS uuid[]), CAST(:numbers AS int[]), CAST(:names AS text[]),
                   CAST(:colleges AS text[])) AS e (member_id, number, name, college)
            LEFT JOIN parts ON parts.member_id = e.member_id
            LEFT JOIN proxies p ON p.assembly_id = :id AND p.from_member_id = e.member_id
                 AND p.state = 'accepted'
            LEFT JOIN members h ON h.id = p.to_member_id
      ORDER BY e.number`,
    {
      ...partsOf(assembly, 'ever'),
      over: assembly.closedAt !== null,
      members: people.map(({ id }) => id),
      numbers: people.map(({ number }) => number),
      names: people.map(({ displayName }) => displayName),
      colleges: people.map(({ collegeCode }) => collegeCode),
    }
  )
  return rows
}
