import type { MemberKind, MemberState } from '#models/membership/member'

export type MemberRow = {
  id: string
  number: number | null
  kind: MemberKind
  state: MemberState
  name: string
  email: string
  phone: string | null
  street: string
  postcode: string
  city: string
  country: string
  siren: string | null
  admittedOn: string
  joinedOn: string | null
  leftOn: string | null
  /** Category codes on the day, in no order: the statutes have one. */
  codes: string[]
  noticesByEmail: boolean
  /** In the register that was taken over. */
  formerNumber: string | null
}

/** The columns of a member `m` as they were on `:day`; name and address of the version of then. */
export const MEMBER_COLUMNS = `m.id, m.number, m.kind, m.state, m.place, m.admitted_on::text AS "admittedOn",
    m.joined_on::text AS "joinedOn", m.left_on::text AS "leftOn", m.email,
    m.former_number AS "formerNumber",
    coalesce(d.legal_name, nullif(concat_ws(' ', d.given_name, d.family_name), ''), m.display_name) AS name,
    d.phone, coalesce(d.street, '') AS street, coalesce(d.postcode, '') AS postcode,
    coalesce(d.city, m.city) AS city, coalesce(d.country, '') AS country, d.siren,
    ARRAY(SELECT c.category_code FROM member_categories c WHERE c.member_id = m.id
             AND c.valid_from <= :day AND (c.valid_to IS NULL OR c.valid_to > :day)) AS codes,
    coalesce((SELECT given FROM member_consents c WHERE c.member_id = m.id AND c.kind = 'email_notices'
       ORDER BY c.recorded_at DESC, c.id DESC LIMIT 1), false) AS "noticesByEmail"`

/** The version of a member's details on `:day`, as `d`; the first one for an earlier day. */
export const DETAILS_OF_THE_DAY = `LEFT JOIN LATERAL (
    SELECT * FROM member_details v WHERE v.member_id = m.id
     ORDER BY (v.valid_from <= :day) DESC, CASE WHEN v.valid_from <= :day THEN -v.version ELSE v.version END
     LIMIT 1) AS d ON true`
