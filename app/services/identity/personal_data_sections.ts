import { registerPersonalDataQuery } from '#services/identity/personal_data'

const OWN_SUBSCRIBER = '(SELECT id FROM subscribers WHERE account_id = :id)'
const OWN_PAYEES = '(SELECT id FROM payees WHERE account_id = :id)'
const OWN_HOLDERS = '(SELECT id FROM rights_holders WHERE account_id = :id)'
const OWN_MEMBERS = '(SELECT id FROM members WHERE account_id = :id)'

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
    'SELECT id, name, kind, email, created_at FROM payees WHERE account_id = :id ORDER BY created_at',
  licences: `SELECT work_id, text_sha256, signer_name, evidence, signed_at, ends_on FROM licences
      WHERE signer_account_id = :id OR rights_holder_id IN ${OWN_HOLDERS} ORDER BY signed_at`,
  split_shares: `SELECT s.work_id, s.version, l.role, l.basis_points, l.accepted_at, l.refused_at,
      l.refusal_reason
      FROM split_lines l JOIN split_sheets s ON s.id = l.split_sheet_id
      WHERE l.payee_id IN ${OWN_PAYEES} ORDER BY s.work_id, s.version`,
  payee_balances: `SELECT period, revision, opening_micro, lines_micro, adjustments_micro,
      payout_cents, closing_micro FROM payee_balances
      WHERE payee_id IN ${OWN_PAYEES} ORDER BY period, revision`,
  payouts: `SELECT period, revision, amount_cents, state, reference, paid_at FROM payouts
      WHERE payee_id IN ${OWN_PAYEES} ORDER BY period`,
  saved_views: `SELECT page, name, query, created_at FROM saved_views
      WHERE account_id = :id ORDER BY created_at`,
  memberships: `SELECT id, number, kind, display_name, email, city, state, admitted_on, joined_on,
      left_on, former_number, created_at FROM members WHERE account_id = :id`,
  membership_periods: `SELECT joined_on, left_on FROM membership_periods
      WHERE member_id IN ${OWN_MEMBERS} ORDER BY joined_on`,
  member_details: `SELECT version, valid_from, given_name, family_name, birth_date, birth_place,
      nationality, legal_name, legal_form, siren, siret, representative_name,
      representative_capacity, email, phone, street, postcode, city, country, iban, recorded_at,
      reason FROM member_details WHERE member_id IN ${OWN_MEMBERS} ORDER BY version`,
  member_categories: `SELECT category_code, valid_from, valid_to, reason FROM member_categories
      WHERE member_id IN ${OWN_MEMBERS} ORDER BY valid_from, category_code`,
  member_consents: `SELECT kind, given, text_sha256, source, recorded_at FROM member_consents
      WHERE member_id IN ${OWN_MEMBERS} ORDER BY recorded_at`,
  membership_applications: `SELECT id, reference, kind, category_code, shares, nominal_cents,
      first_payment_cents, given_name, family_name, birth_date, birth_place, nationality,
      legal_name, legal_form, siren, siret, representative_name, representative_capacity, email,
      phone, street, postcode, city, country, iban, motivation, state, consent_email_notices,
      consent_newsletter, signed_at, bulletin, bulletin_sha256, evidence, decided_at,
      decision_reference, decision_date, refusal_reason, created_at FROM applications
      WHERE account_id = :id OR member_id IN ${OWN_MEMBERS} ORDER BY created_at`,
  membership_exits: `SELECT kind, state, shares, requested_at, effective_on, reason, ended_at
      FROM exits WHERE member_id IN ${OWN_MEMBERS} ORDER BY requested_at`,
  membership_exclusions: `SELECT state, grounds, opened_on, notified_on, notice_proof, hearing_on,
      hearing_record, resolution_reference, resolution_date, yes_votes, no_votes, ended_at
      FROM exclusions WHERE member_id IN ${OWN_MEMBERS} ORDER BY created_at`,
  share_holdings: `SELECT shares, subscribed_cents, paid_cents, leaving_shares,
      leaving_subscribed_cents, leaving_paid_cents FROM share_holdings
      WHERE member_id IN ${OWN_MEMBERS}`,
  share_movements: `SELECT number, type, effective_on, recorded_at, shares, nominal_cents,
      paid_cents, from_member_id IN ${OWN_MEMBERS} AS from_me, to_member_id IN ${OWN_MEMBERS} AS to_me,
      corrects, reason, encode(hash, 'hex') AS hash FROM share_movements
      WHERE from_member_id IN ${OWN_MEMBERS} OR to_member_id IN ${OWN_MEMBERS} ORDER BY number`,
  share_subscriptions: `SELECT reference, shares, nominal_cents, first_payment_cents, received_cents,
      state, bulletin, bulletin_sha256, signed_at, registered_at, cancelled_at, cancel_reason
      FROM share_subscriptions WHERE member_id IN ${OWN_MEMBERS} ORDER BY signed_at`,
  share_payments: `SELECT p.kind, p.amount_cents, p.bank_date, p.bank_reference FROM share_payments p
      JOIN share_subscriptions s ON s.id = p.subscription_id
      WHERE s.member_id IN ${OWN_MEMBERS} ORDER BY p.bank_date`,
  capital_calls: `SELECT c.amount_cents, c.paid_cents, c.called_on, c.due_on FROM capital_calls c
      JOIN share_subscriptions s ON s.id = c.subscription_id
      WHERE s.member_id IN ${OWN_MEMBERS} ORDER BY c.called_on`,
  exit_claims: `SELECT number, shares, nominal_cents, paid_up_cents, exit_on, due_on, tail_until,
      state, paid_amount_cents, paid_on FROM exit_claims
      WHERE member_id IN ${OWN_MEMBERS} ORDER BY number`,
  claim_valuations: `SELECT v.version, v.reason, v.loss_share_cents, v.amount_cents, v.recorded_at
      FROM claim_valuations v JOIN exit_claims c ON c.id = v.claim_id
      WHERE c.member_id IN ${OWN_MEMBERS} ORDER BY c.number, v.version`,
  share_transfers: `SELECT reference, shares, price_cents, state, requested_at, accepted_at, ended_at, reason,
      order_sha256,
      CASE WHEN from_member_id IN ${OWN_MEMBERS} THEN evidence END AS signature,
      CASE WHEN to_member_id IN ${OWN_MEMBERS} THEN acceptance END AS acceptance
      FROM share_transfers WHERE from_member_id IN ${OWN_MEMBERS} OR to_member_id IN ${OWN_MEMBERS}
      ORDER BY requested_at`,
  share_transfer_papers: `SELECT x.reference, p.kind, p.file_name, p.mime_type, p.byte_size, p.sha256, p.kept_at
      FROM share_transfer_papers p JOIN share_transfers x ON x.id = p.transfer_id
      WHERE (x.from_member_id IN ${OWN_MEMBERS} AND p.kind IN ('order', 'withdrawal'))
         OR (x.to_member_id IN ${OWN_MEMBERS} AND p.kind IN ('acceptance', 'decline'))
      ORDER BY p.kept_at`,
  share_interest: `SELECT a.closed_on, l.amount_cents FROM interest_lines l
      JOIN surplus_allocations s ON s.id = l.allocation_id
      JOIN annual_accounts a ON a.id = s.annual_accounts_id
      WHERE l.member_id IN ${OWN_MEMBERS} ORDER BY a.closed_on`,
  assembly_ballots: `SELECT a.title AS assembly, r.number, r.title, b.choice, b.candidate_ids, b.channel,
      b.cast_at, b.receipt FROM ballots b JOIN resolutions r ON r.id = b.resolution_id
      JOIN assemblies a ON a.id = b.assembly_id
      WHERE b.elector_member_id IN ${OWN_MEMBERS} ORDER BY b.cast_at`,
  assembly_attendances: `SELECT a.title AS assembly, t.mode, t.arrived_at, t.left_at FROM attendances t
      JOIN assemblies a ON a.id = t.assembly_id
      WHERE t.member_id IN ${OWN_MEMBERS} ORDER BY t.arrived_at`,
  assembly_proxies: `SELECT a.title AS assembly, p.state, p.via, p.given_at, p.answered_at, p.revoked_at,
      p.from_member_id IN ${OWN_MEMBERS} AS from_me FROM proxies p
      JOIN assemblies a ON a.id = p.assembly_id WHERE p.from_member_id IN ${OWN_MEMBERS}
         OR p.to_member_id IN ${OWN_MEMBERS} ORDER BY p.given_at`,
  governance_mandates: `SELECT body_code, starts_on, ends_on, resolution_reference, ended_on, end_reason
      FROM mandates WHERE member_id IN ${OWN_MEMBERS} ORDER BY starts_on`,
  minutes_signatures: `SELECT capacity, signer_name, document_sha256, signed_at, evidence
      FROM minutes_signatures WHERE account_id = :id ORDER BY signed_at`,
}

for (const [name, sql] of Object.entries(QUERIES)) registerPersonalDataQuery(name, sql)
