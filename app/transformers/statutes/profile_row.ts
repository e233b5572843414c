import type { Placed, Standing } from '#services/statutes/queries/profile_register'

export type ProfileRow = {
  id: string
  version: number | null
  label: string
  standing: Standing
  resolutionReference: string | null
  resolutionDate: string | null
  effectiveOn: string | null
  sha256: string
}

/** One version or draft in a list. */
export function profileRow({ profile, standing }: Placed): ProfileRow {
  return {
    id: profile.id,
    version: profile.version,
    label: profile.label,
    standing,
    resolutionReference: profile.resolutionReference,
    resolutionDate: profile.resolutionDate?.toISODate() ?? null,
    effectiveOn: profile.effectiveOn?.toISODate() ?? null,
    sha256: profile.bodySha256,
  }
}
