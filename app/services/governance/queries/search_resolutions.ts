import db from '@adonisjs/lucid/services/db'
import type { Outcome } from '#models/governance/resolution'

const PAGE_SIZE = 50

export type FoundResolution = {
  id: string
  assemblyId: string
  body: 'assembly' | 'board'
  assemblyTitle: string
  assemblyNumber: number
  /** YYYY-MM-DD */
  on: string
  number: number
  title: string
  text: string
  type: 'decision' | 'election' | 'revocation'
  outcome: Outcome | null
  effectType: string | null
  published: boolean
  /** What the member who asks voted, and how; null where they cast no ballot. */
  mine: { choice: string | null; names: number | null; channel: string; receipt: string } | null
}

type Asked = {
  /** Words that title or text contain; all of them. */
  words?: string
  /** Whose ballots are shown beside. */
  memberId?: string
  publishedOnly?: boolean
  page?: number
}

export type FoundPage = { found: FoundResolution[]; page: number; pages: number }

/**
 * The resolutions of meetings that are over, newest first, a page at a time: of the assembly, those
 * of the board that are published, and for whoever sat in it the others too; members find what they
 * were consulted on.
 */
export async function searchResolutions(asked: Asked): Promise<FoundPage> {
  const page = asked.page ?? 1
  const words = (asked.words ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 8)
  const { rows } = await db.rawQuery(
    `SELECT r.id, a.id AS "assemblyId", a.body, a.title AS "assemblyTitle", a.number AS "assemblyNumber",
            (a.starts_at AT TIME ZONE 'Europe/Paris')::date::text AS on, r.number, r.title, r.text, r.type,
            r.outcome, r.effect_type AS "effectType", r.published_at IS NOT NULL AS published,
            CASE WHEN b.id IS NULL THEN NULL ELSE json_build_object('choice', b.choice,
              'names', cardinality(b.candidate_ids), 'channel', b.channel, 'receipt', b.receipt) END AS mine,
            count(*) OVER ()::int AS total
       FROM resolutions r JOIN assemblies a ON a.id = r.assembly_id
            LEFT JOIN ballots b ON b.resolution_id = r.id AND b.elector_member_id = :member::uuid
      WHERE a.state IN ('closed', 'signed') AND (a.kind <> 'consultation' OR NOT :public)
        AND (r.published_at IS NOT NULL OR (NOT :public AND (a.body = 'assembly' OR EXISTS (
              SELECT 1 FROM electors e WHERE e.assembly_id = a.id AND e.member_id = :member::uuid))))
        AND (SELECT bool_and(plain_text(r.title || ' ' || r.text) LIKE plain_text(word))
               FROM unnest(:words::text[]) AS word) IS NOT FALSE
      ORDER BY a.starts_at DESC, a.id, r.number LIMIT :limit OFFSET :offset`,
    {
      ...{ limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE },
      member: asked.memberId ?? null,
      public: asked.publishedOnly ?? false,
      words: words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`),
    }
  )
  const total: number = rows[0]?.total ?? 0
  const found = rows.map(({ total: _, ...row }: any) => row)
  return { found, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) }
}
