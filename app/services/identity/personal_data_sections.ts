import { registerPersonalDataQuery } from '#services/identity/personal_data'

const OWN_SUBSCRIBER = '(SELECT id FROM subscribers WHERE account_id = :id)'
const OWN_PAYEES = '(SELECT id FROM payees WHERE account_id = :id)'
const OWN_HOLDERS = '(SELECT id FROM rights_holders WHERE account_id = :id)'

/**
 * What each table keeps about a person, found by its foreign keys alone. Secrets (password, second
 * factor, hashes of tokens) are left out: they say nothing about the person and would open doors.
 */
const QUERIES: Record<string, string> = {
  account: `SELECT id, email, pending_email, full_name, locale, email_verified_at, totp_confirmed_at,
      disabled_at, created_at, updated_at FROM accounts WHERE id = :id`,
  roles: 'SELECT role, granted_at FROM account_roles WHERE account_id = :id ORDER BY granted_at',
  sessions: `SELECT user_agent, address, started_at, seen_at, revoked_at
      FROM session_labels WHERE account_id = :id ORDER BY started_at`,
  api_tokens: `SELECT name, abilities, created_at, last_used_at, expires_at
      FROM auth_access_tokens WHERE tokenable_id = :id ORDER BY id`,
  staff_acts: `SELECT at, action, subject_type, subject_id, before, after, reason
      FROM audit_events WHERE actor_account_id = :id ORDER BY id`,
  acts_about_the_account: `SELECT at, action, before, after, reason FROM audit_events
      WHERE subject_type = 'account' AND subject_id = CAST(:id AS text) ORDER BY id`,
  mandates: `SELECT capacity, starts_on, ends_on FROM approval_mandates
      WHERE account_id = :id ORDER BY starts_on`,
  subscriber: 'SELECT id, created_at FROM subscribers WHERE account_id = :id',
  subscriptions: `SELECT s.id, p.code AS plan, s.state, s.started_at, s.cancelled_at, s.ended_at
      FROM subscriptions s JOIN plans p ON p.id = s.plan_id
      WHERE s.subscriber_id IN ${OWN_SUBSCRIBER} ORDER BY s.started_at`,
  payments: `SELECT id, rail, external_reference, gross_cents, vat_rate_bp, payment_fee_cents, state,
      settled_at, settled_period, reversed_at, created_at
      FROM payments WHERE subscriber_id IN ${OWN_SUBSCRIBER} ORDER BY created_at`,
  uses: `SELECT period, work_id, kind, evidence, units, rule_version, at
      FROM usage_units WHERE subscriber_id IN ${OWN_SUBSCRIBER} ORDER BY at`,
  downloads_completed: `SELECT work_id, evidence, at FROM completions
      WHERE subscriber_id IN ${OWN_SUBSCRIBER} ORDER BY at`,
  announce_tokens: `SELECT work_id, generation, created_at, revoked_at FROM announce_tokens
      WHERE subscriber_id IN ${OWN_SUBSCRIBER} ORDER BY created_at`,
  announce_addresses: `SELECT t.work_id, p.address, p.port, p.first_seen_at
      FROM announce_peers p JOIN announce_tokens t ON t.id = p.token_id
      WHERE t.subscriber_id IN ${OWN_SUBSCRIBER} ORDER BY p.first_seen_at`,
  cause_choices: `SELECT lines, chosen_at FROM cause_choices
      WHERE subscriber_id IN ${OWN_SUBSCRIBER} ORDER BY chosen_at`,
  carried_amounts: `SELECT period, amount_micro, months FROM carried_amounts
      WHERE subscriber_id IN ${OWN_SUBSCRIBER} ORDER BY period`,
  statements: `SELECT period, revision, kind, encode(sha256, 'hex') AS sha256,
      encode(salt, 'hex') AS salt, convert_from(document, 'UTF8') AS document
      FROM statements WHERE (kind = 'subscriber' AND subject_id IN ${OWN_SUBSCRIBER})
         OR (kind = 'payee' AND subject_id IN ${OWN_PAYEES}) ORDER BY period, revision`,
  rights_holders: `SELECT id, name, legal_form, created_at FROM rights_holders
      WHERE account_id = :id ORDER BY created_at`,
  payees:
    'SELECT id, name, kind, created_at FROM payees WHERE account_id = :id ORDER BY created_at',
  licences: `SELECT work_id, text_sha256, signer_name, evidence, signed_at, ends_on FROM licences
      WHERE signer_account_id = :id OR rights_holder_id IN ${OWN_HOLDERS} ORDER BY signed_at`,
  split_shares: `SELECT s.work_id, s.version, l.role, l.basis_points, l.accepted_at
      FROM split_lines l JOIN split_sheets s ON s.id = l.split_sheet_id
      WHERE l.payee_id IN ${OWN_PAYEES} ORDER BY s.work_id, s.version`,
  payee_balances: `SELECT period, revision, opening_micro, lines_micro, adjustments_micro,
      payout_cents, closing_micro FROM payee_balances
      WHERE payee_id IN ${OWN_PAYEES} ORDER BY period, revision`,
  payouts: `SELECT period, revision, amount_cents, state, reference, paid_at FROM payouts
      WHERE payee_id IN ${OWN_PAYEES} ORDER BY period`,
}

for (const [name, sql] of Object.entries(QUERIES)) registerPersonalDataQuery(name, sql)
