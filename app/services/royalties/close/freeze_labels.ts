import type { CloseContext } from '#services/royalties/close/close_context'
import { SUSPENSE } from '#services/royalties/allocation/finalize_period'
import { canonicalJson } from '#values/digest'

/** Names as they were when the month was frozen, and per work its evidence. */
export type Labels = {
  period: string
  works: Record<string, WorkLabel>
  payees: Record<string, { name: string; kind: string }>
  causes: Record<string, { name: string }>
  /** Why each adjustment was made, by `payee_id|corrects`. */
  adjustments: Record<string, string>
}

/** Counts are decimal strings; `units` lie by evidence class, then kind of use. */
export type WorkLabel = {
  title: string
  artist: string
  listeners: string
  units: Record<string, { listening: string; download: string }>
}

/**
 * `labels.json` (RFC 8785): the words and the evidence that statements need beside the frozen
 * input. Statements are rebuilt from these alone, whatever is renamed later.
 */
export async function freezeLabels(context: CloseContext): Promise<Buffer> {
  const { client, period } = context
  const { rows } = await client.query(
    `SELECT
       (SELECT jsonb_object_agg(id, jsonb_build_object('name', name, 'kind', kind)) FROM payees) AS payees,
       (SELECT jsonb_object_agg(id, jsonb_build_object('name', name)) FROM causes) AS causes,
       (SELECT jsonb_object_agg(coalesce(payee_id::text, $2) || '|' || corrects, reason)
          FROM adjustments WHERE period = $1) AS adjustments`,
    [period, SUSPENSE]
  )
  const { payees, causes, adjustments } = rows[0]
  const labels: Labels = {
    period,
    works: await workLabels(context),
    payees: payees ?? {},
    causes: causes ?? {},
    adjustments: adjustments ?? {},
  }
  return Buffer.from(canonicalJson(labels))
}

/** Works with use in the month. */
async function workLabels({ client, period }: CloseContext): Promise<Labels['works']> {
  const { rows } = await client.query(
    `SELECT u.work_id, w.title, a.name AS artist, u.evidence, u.listening, u.download,
            count_of.listeners
       FROM (SELECT work_id, evidence,
                    coalesce(sum(units) FILTER (WHERE kind = 'listening'), 0)::text AS listening,
                    coalesce(sum(units) FILTER (WHERE kind = 'download'), 0)::text AS download
               FROM usage_units WHERE period = $1 GROUP BY work_id, evidence) AS u
       JOIN (SELECT work_id, count(DISTINCT subscriber_id)::text AS listeners
               FROM usage_units WHERE period = $1 GROUP BY work_id) AS count_of USING (work_id)
       JOIN works w ON w.id = u.work_id JOIN artists a ON a.id = w.artist_id`,
    [period]
  )
  const labels: Labels['works'] = {}
  for (const { work_id: id, title, artist, listeners, evidence, listening, download } of rows) {
    labels[id] ??= { title, artist, listeners, units: {} }
    labels[id].units[evidence] = { listening, download }
  }
  return labels
}
