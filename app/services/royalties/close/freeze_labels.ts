import type { CloseContext } from '#services/royalties/close/close_context'
import { SUSPENSE } from '#services/royalties/allocation/finalize_period'
import type { WorkCounts } from '#services/royalties/close/work_counts'
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
export async function freezeLabels(context: CloseContext, counts: WorkCounts): Promise<Buffer> {
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
    works: await workLabels(context, counts),
    payees: payees ?? {},
    causes: causes ?? {},
    adjustments: adjustments ?? {},
  }
  return Buffer.from(canonicalJson(labels))
}

/** Works with use in the month: their words, and what the ranges counted of them. */
async function workLabels({ client }: CloseContext, counts: WorkCounts): Promise<Labels['works']> {
  const { rows } = await client.query(
    `SELECT w.id, w.title, a.name AS artist FROM works w JOIN artists a ON a.id = w.artist_id
      WHERE w.id = ANY($1::uuid[])`,
    [counts.ids]
  )
  const labels: Labels['works'] = {}
  for (const { id, title, artist } of rows) {
    const [listeners, ...units] = counts.of(id)
    labels[id] = {
      title,
      artist,
      listeners,
      units: {
        server: { listening: units[0], download: units[1] },
        player: { listening: units[2], download: units[3] },
        announce: { listening: units[4], download: units[5] },
      },
    }
  }
  return labels
}
