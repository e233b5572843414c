import type { CloseContext } from '#services/royalties/close/close_context'
import type { WrittenFile } from '#services/royalties/files/draft_file'

/** What a frozen range keeps of its parts, by file name. */
export type FrozenRange = { parts: Record<string, WrittenFile> }

/** The parts of a frozen range as they were written. */
export async function frozenParts(
  { client, period, revision }: CloseContext,
  range: number
): Promise<FrozenRange['parts']> {
  const { rows } = await client.query(
    `SELECT aggregates FROM period_ranges
      WHERE period = $1 AND revision = $2 AND step = 'freeze' AND range = $3`,
    [period, revision, range]
  )
  return (rows[0].aggregates as FrozenRange).parts
}

/** One part of a frozen range. */
export async function frozenPart(
  context: CloseContext,
  range: number,
  name: string
): Promise<WrittenFile> {
  const parts = await frozenParts(context, range)
  return parts[name]
}
