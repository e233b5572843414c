import type { Check } from './check.js'

export const checks: Check[] = [
  {
    name: 'identity.closed_accounts_are_cut_off',
    sentence: 'A closed account holds no role, no token and no link to a subscriber.',
    sql: `SELECT a.id FROM accounts a
           WHERE a.closed_at IS NOT NULL
             AND (EXISTS (SELECT 1 FROM account_roles r WHERE r.account_id = a.id)
               OR EXISTS (SELECT 1 FROM auth_access_tokens t WHERE t.tokenable_id = a.id)
               OR EXISTS (SELECT 1 FROM subscribers s WHERE s.account_id = a.id)
               OR a.totp_secret IS NOT NULL)`,
  },
  {
    name: 'identity.roles_are_in_the_trail',
    sentence: 'Every staff role was given by an act that the audit trail keeps.',
    sql: `SELECT r.account_id, r.role FROM account_roles r
           WHERE NOT EXISTS (SELECT 1 FROM audit_events e
                  WHERE e.action = 'identity.grant_role' AND e.subject_id = r.account_id::text
                    AND e.after ->> 'role' = r.role)`,
  },
  {
    name: 'identity.confirmed_factors_have_a_secret',
    sentence: 'Every confirmed second factor has a secret to check codes against.',
    sql: 'SELECT id FROM accounts WHERE totp_confirmed_at IS NOT NULL AND totp_secret IS NULL',
  },
  {
    name: 'identity.legal_texts_have_no_gap',
    sentence: 'The versions of every legal text follow one another without a gap.',
    sql: `SELECT slug, locale, count(*) AS versions, max(version) AS last FROM legal_texts
           GROUP BY slug, locale HAVING count(*) <> max(version)`,
  },
]
