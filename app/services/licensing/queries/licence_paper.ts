import Licence from '#models/licensing/licence'
import type { LicencePaper } from '#services/licensing/sign_licence'

/** The paper behind a work's licence; null where there is none. */
export async function licencePaper(
  workId: string,
  licenceId: string
): Promise<LicencePaper | null> {
  const licence = await Licence.query().where({ id: licenceId, workId }).first()
  return (licence?.evidence as { paper?: LicencePaper } | undefined)?.paper ?? null
}
