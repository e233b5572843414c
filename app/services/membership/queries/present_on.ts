/**
 * Whether a member `m` was one on `:day`. Who never came back is told by their own row; who did, by
 * the periods, so that nobody shows as a member in the years between. `periods_follow` in checks/
 * holds the row to its periods.
 */
export const PRESENT = `(m.member_since <= :day AND (m.left_on IS NULL OR m.left_on > :day)
  OR m.member_since > m.joined_on AND EXISTS (SELECT 1 FROM membership_periods p
       WHERE p.member_id = m.id AND p.joined_on <= :day AND p.left_on > :day))`
