import db from '@adonisjs/lucid/services/db'
import type { Outcome } from '#models/governance/resolution'

const MOST = 200

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
}

/**
 * The resolutions of meetings that are over, newest first, of the assembly and those of the board that
 * are published; members find what they were consulted on, too.
 */
export async function searchResolutions(asked: Asked): Promise<FoundResolution[]> {
  const words = (asked.words ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 8)
  const { rows } = await db.rawQuery(
    `SELECT r.id, a.id AS "assemblyId", a.body, a.title AS "assemblyTitle", a.number AS "assemblyNumber",
            (a.starts_at AT TIME ZONE 'Europe/Paris')::date::text AS on, r.number, r.title, r.text, r.type,
            r.outcome, r.effect_type AS "effectType", r.published_at IS NOT NULL AS published,
            CASE WHEN b.id IS NULL THEN NULL ELSE json_build_object('choice', b.choice,
              'names', cardinality(b.candidate_ids), 'channel', b.channel, 'receipt', b.receipt) END AS mine
       FROM resolutions r JOIN assemblies a ON a.id = r.assembly_id
            LEFT JOIN ballots b ON b.resolution_id = r.id AND b.elector_member_id = :member::uuid
      WHERE a.state IN ('closed', 'signed') AND (a.kind <> 'consultation' OR NOT :public)
        AND (r.published_at IS NOT NULL OR (a.body = 'assembly' AND NOT :public))
        AND (SELECT bool_and(plain_text(r.title || ' ' || r.text) LIKE plain_text(word))
               FROM unnest(:words::text[]) AS word) IS NOT FALSE
      ORDER BY a.starts_at DESC, a.id, r.number LIMIT ${MOST}`,
    {
      member: asked.memberId ?? null,
      public: asked.publishedOnly ?? false,
      words: words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`),
    }
  )
  return rows
}
