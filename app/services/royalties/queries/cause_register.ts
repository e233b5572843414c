import db from '@adonisjs/lucid/services/db'

export type CauseLineOfRegister = {
  id: string
  name: string
  descriptionFr: string
  descriptionEn: string
  url: string | null
  retiredAt: string | null
  /** How many versions of the policy name it. */
  policies: number
  /** How many subscribers' choice in force names it. */
  choices: number
}

/** Every cause with who names it: those that are proposed first, by name. */
export async function causeRegister(): Promise<CauseLineOfRegister[]> {
  const { rows } = await db.rawQuery(
    `SELECT c.*,
            (SELECT count(*)::int FROM policies p
              WHERE p.causes @> jsonb_build_array(jsonb_build_object('cause_id', c.id))) AS policies,
            coalesce(chosen.people, 0)::int AS choices
       FROM causes c
       LEFT JOIN (SELECT line.cause_id, count(*) AS people
                    FROM (SELECT DISTINCT ON (subscriber_id) lines FROM cause_choices
                           ORDER BY subscriber_id, chosen_at DESC, id DESC) AS latest,
                         jsonb_to_recordset(latest.lines) AS line (cause_id text)
                   GROUP BY line.cause_id) AS chosen ON chosen.cause_id = c.id
      ORDER BY (c.retired_at IS NOT NULL), c.name, c.id`
  )
  return rows.map((row: Record<string, any>) => ({
    id: row.id,
    name: row.name,
    descriptionFr: row.description_fr,
    descriptionEn: row.description_en,
    url: row.url,
    retiredAt: row.retired_at?.toISOString() ?? null,
    policies: row.policies,
    choices: row.choices,
  }))
}
