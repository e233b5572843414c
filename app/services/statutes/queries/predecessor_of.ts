import StatuteProfile from '#models/statutes/statute_profile'

/** The version that this one follows: for a draft the last adopted one; null for the first. */
export async function predecessorOf(profile: StatuteProfile): Promise<StatuteProfile | null> {
  const query = StatuteProfile.query().where('state', 'adopted').orderBy('version', 'desc')
  if (profile.version !== null) query.where('version', '<', profile.version)
  return query.first()
}
