import { workRegister, type WorkRegisterFilter } from '#services/catalogue/queries/work_register'
import { csvText, pagesOf, type CsvColumns } from '#services/documents/csv_text'
import type { DateTime } from 'luxon'

const PER_BATCH = 500

type Row = Awaited<ReturnType<typeof workRegister>>['works'][number]

const COLUMNS: CsvColumns<Row> = {
  id: ({ work }) => work.id,
  title: ({ work }) => work.title,
  artist: ({ work }) => work.artist.name,
  kind: ({ work }) => work.kind,
  isrc: ({ work }) => work.isrc,
  licence: ({ licence }) => licence?.code,
  state: ({ work }) => work.state,
  state_since: ({ work }) => (work.stateChanges[0]?.at ?? work.createdAt).toUTC().toISO(),
  received_at: ({ work }) => work.createdAt.toUTC().toISO(),
}

/** The register of works as CSV text, in pieces; times in UTC. */
export function worksAsCsv(filter: WorkRegisterFilter, now: DateTime): AsyncGenerator<string> {
  const read = async (page: number) => {
    const { works } = await workRegister({ ...filter, page, perPage: PER_BATCH }, now)
    return works
  }
  return csvText(COLUMNS, pagesOf(read, PER_BATCH))
}
