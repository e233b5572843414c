import type { Check } from './check.js'

const asked = `(:period IS NULL OR settled_period = :period)`

export const checks: Check[] = [
  {
    name: 'subscriptions.settled_month',
    sentence: 'Every payment counts in the month of Paris in which it settled.',
    guardsClose: true,
    sql: `SELECT id, settled_period, settled_at FROM payments
           WHERE settled_period IS NOT NULL
             AND settled_period <> to_char(settled_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM')`,
  },
  {
    name: 'subscriptions.state_has_event',
    sentence: 'The state of every payment is witnessed by an event of its register.',
    guardsClose: true,
    sql: `SELECT p.id, p.state FROM payments p
           WHERE NOT EXISTS (SELECT 1 FROM payment_events e WHERE e.payment_id = p.id
                  AND e.kind = CASE p.state WHEN 'pending' THEN 'recorded' ELSE p.state END)`,
  },
  {
    name: 'subscriptions.same_subscriber',
    sentence: 'Every payment belongs to the subscriber of its subscription.',
    guardsClose: true,
    sql: `SELECT p.id FROM payments p JOIN subscriptions s ON s.id = p.subscription_id
           WHERE s.subscriber_id <> p.subscriber_id`,
  },
  {
    name: 'subscriptions.in_the_ledger',
    sentence:
      'Every payment that came in or went back stands in the ledger with its own cents: price, VAT, fee and bank; nothing else does.',
    sql: `SELECT coalesce(f.piece, l.piece) AS piece, coalesce(f.account, l.account) AS account,
                 f.cents AS payment_cents, l.cents AS ledger_cents
            FROM (SELECT v.piece, v.account, v.cents
                    FROM (SELECT p.*, (2 * gross_cents * vat_rate_bp + 10000 + vat_rate_bp)
                                 / (2 * (10000 + vat_rate_bp)) AS vat_cents
                            FROM payments p WHERE settled_at IS NOT NULL AND ${asked}) p
                   CROSS JOIN LATERAL (VALUES
                     ('VE-' || id || '-settled', '411', gross_cents, false),
                     ('VE-' || id || '-settled', '44571', -vat_cents, false),
                     ('VE-' || id || '-settled', '706', vat_cents - gross_cents, false),
                     ('BQ-' || id || '-settled', '512', gross_cents - payment_fee_cents, false),
                     ('BQ-' || id || '-settled', '627', payment_fee_cents, false),
                     ('BQ-' || id || '-settled', '411', -gross_cents, false),
                     ('VE-' || id || '-reversed', '411', -gross_cents, true),
                     ('VE-' || id || '-reversed', '44571', vat_cents, true),
                     ('VE-' || id || '-reversed', '706', gross_cents - vat_cents, true),
                     ('BQ-' || id || '-reversed', '411', gross_cents, true),
                     ('BQ-' || id || '-reversed', '512', -gross_cents, true)
                   ) AS v (piece, account, cents, on_reversal)
                   WHERE v.cents <> 0 AND (p.state = 'reversed' OR NOT v.on_reversal)) f
            FULL JOIN (SELECT e.piece_reference AS piece, l.account_code AS account,
                              sum(l.debit_cents - l.credit_cents) AS cents
                    FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
                   WHERE e.piece_reference ~ '^(VE|BQ)-[0-9a-f-]{36}-(settled|reversed)$'
                     AND (:period IS NULL OR substr(e.piece_reference, 4, 36) IN
                          (SELECT p.id::text FROM payments p WHERE p.settled_period = :period))
                   GROUP BY 1, 2) l ON (l.piece, l.account) = (f.piece, f.account)
           WHERE f.cents IS DISTINCT FROM l.cents`,
  },
]
