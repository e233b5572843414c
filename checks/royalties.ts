import type { Check } from './check.js'

/** Restricts a check to the month asked for, or to all. */
const asked = (column: string) => `(:period IS NULL OR ${column} = :period)`
/** The figures of a month: its summary, and while it is being closed what the computation gave. */
const MONTHS = `(SELECT p.period, p.revision, p.closing_at, p.state,
    coalesce(p.summary, (SELECT s.figures FROM period_steps s WHERE s.period = p.period
      AND s.revision = p.revision AND s.step = 'compute' AND s.state = 'done')) AS summary
  FROM periods p)`
const CLOSED = `state NOT IN ('open', 'closing')`

export const checks: Check[] = [
  {
    name: 'royalties.fees_identity',
    sentence: 'Gross is VAT, payment fees less their shortfall, and net; to the cent.',
    guardsClose: true,
    sql: `SELECT period FROM ${MONTHS} AS month WHERE summary IS NOT NULL AND ${asked('period')}
             AND (summary->>'gross_cents')::numeric <> (summary->>'vat_cents')::numeric
               + (summary->>'payment_fees_cents')::numeric
               - (summary->>'fee_shortfall_cents')::numeric + (summary->>'net_cents')::numeric`,
  },
  {
    name: 'royalties.keys_identity',
    sentence: 'Net is the artists’, the contributions’ and the operations’ part; to the µ€.',
    guardsClose: true,
    sql: `SELECT period FROM ${MONTHS} AS month WHERE summary IS NOT NULL AND ${asked('period')}
             AND (summary->>'net_cents')::numeric * 10000 <> (summary->>'artists_micro')::numeric
               + (summary->>'contributions_micro')::numeric + (summary->>'operations_micro')::numeric`,
  },
  {
    name: 'royalties.artists_identity',
    sentence: 'What artists get, what waits and what is carried is all that came in (P12).',
    guardsClose: true,
    sql: `SELECT period FROM ${MONTHS} AS month WHERE summary IS NOT NULL AND ${asked('period')}
             AND (summary->>'artists_micro')::numeric + (summary->>'carried_in_micro')::numeric
              <> (summary->>'payee_lines_micro')::numeric + (summary->>'suspense_micro')::numeric
               + (summary->>'carried_out_micro')::numeric`,
  },
  {
    name: 'royalties.lines_match_summary',
    sentence: 'The payee lines kept are those of the month’s summary.',
    guardsClose: true,
    sql: `SELECT p.period FROM ${MONTHS} AS p
           WHERE p.summary IS NOT NULL AND ${asked('p.period')}
             AND (SELECT coalesce(sum(amount_micro), 0) FROM payee_lines l
                   WHERE l.period = p.period AND l.revision = p.revision)
              <> (p.summary->>'payee_lines_micro')::numeric + (p.summary->>'suspense_micro')::numeric`,
  },
  {
    name: 'royalties.carried_match_summary',
    sentence: 'The amounts carried out are those of the month’s summary.',
    guardsClose: true,
    sql: `SELECT p.period FROM ${MONTHS} AS p
           WHERE p.summary IS NOT NULL AND ${asked('p.period')}
             AND (SELECT coalesce(sum(amount_micro), 0) FROM carried_amounts c
                   WHERE c.period = p.period AND c.revision = p.revision)
              <> (p.summary->>'carried_out_micro')::numeric`,
  },
  {
    name: 'royalties.balances_continue',
    sentence: 'Each payee’s balance opens where it closed the month before.',
    guardsClose: true,
    sql: `SELECT b.period, b.payee_id FROM payee_balances b
            JOIN periods p ON p.period = b.period AND p.revision = b.revision
            LEFT JOIN LATERAL (SELECT before.period, before.revision FROM periods before
                        WHERE before.period < b.period ORDER BY before.period DESC LIMIT 1) q ON true
            LEFT JOIN payee_balances o ON o.period = q.period AND o.revision = q.revision
                  AND o.payee_id IS NOT DISTINCT FROM b.payee_id
           WHERE ${asked('b.period')} AND b.opening_micro <> coalesce(o.closing_micro, 0)`,
  },
  {
    name: 'royalties.carried_continue',
    sentence: 'What is carried in is what the month before carried out, less reversed payments.',
    sql: `SELECT p.period FROM periods p
            JOIN LATERAL (SELECT before.period, before.revision FROM periods before
                        WHERE before.period < p.period ORDER BY before.period DESC LIMIT 1) q ON true
           WHERE p.summary IS NOT NULL AND ${asked('p.period')}
             AND (p.summary->>'carried_in_micro')::numeric <>
                 (SELECT coalesce(sum(amount_micro), 0) FROM carried_amounts c
                   WHERE c.period = q.period AND c.revision = q.revision)
               + (SELECT coalesce(sum(amount_micro), 0) FROM carried_adjustments a
                   WHERE a.period = p.period)`,
  },
  {
    name: 'royalties.statements_complete',
    sentence:
      'Every subscriber who paid, used or had an amount waiting, and every payee with a balance, has one statement (P20).',
    sql: `WITH closed AS (SELECT p.period, p.revision, p.closing_at, q.period AS before, q.revision AS before_revision
                           FROM periods p
                           LEFT JOIN LATERAL (SELECT b.period, b.revision FROM periods b
                                  WHERE b.period < p.period ORDER BY b.period DESC LIMIT 1) q ON true
                          WHERE p.${CLOSED} AND ${asked('p.period')}),
          due AS (
            SELECT c.period, c.revision, 'subscriber' AS kind, y.subscriber_id AS subject_id
              FROM closed c JOIN payments y ON y.settled_period = c.period
                   AND (y.state = 'settled' OR y.reversed_at >= c.closing_at)
            UNION SELECT c.period, c.revision, 'subscriber', u.subscriber_id
              FROM closed c JOIN usage_totals u ON u.period = c.period
            UNION SELECT c.period, c.revision, 'subscriber', a.subscriber_id
              FROM closed c JOIN carried_amounts a ON (a.period, a.revision) = (c.before, c.before_revision)
             WHERE a.amount_micro + (SELECT coalesce(sum(j.amount_micro), 0) FROM carried_adjustments j
                                      WHERE j.period = c.period AND j.subscriber_id = a.subscriber_id) > 0
            UNION SELECT b.period, b.revision, 'payee', b.payee_id
              FROM closed c JOIN payee_balances b ON (b.period, b.revision) = (c.period, c.revision)
             WHERE b.payee_id IS NOT NULL)
          SELECT coalesce(d.period, s.period) AS period, coalesce(d.kind, s.kind) AS kind,
                 coalesce(d.subject_id, s.subject_id) AS subject_id, s.id IS NULL AS missing
            FROM due d
            FULL JOIN (SELECT t.* FROM statements t JOIN closed c
                         ON (c.period, c.revision) = (t.period, t.revision)) s
              ON (s.period, s.revision, s.kind, s.subject_id)
               = (d.period, d.revision, d.kind, d.subject_id)
           WHERE d.subject_id IS NULL OR s.id IS NULL`,
  },
  {
    name: 'royalties.ledger_net',
    sentence:
      'The ledger’s entry of every month is its summary in cents, account by account (P12).',
    guardsClose: true,
    async run({ period }) {
      const { firstWrongMonthEntry } = await import('#services/royalties/queries/month_entries')
      return firstWrongMonthEntry(period)
    },
  },
  {
    name: 'royalties.ledger_bank',
    sentence:
      'What the bank took for a month less its VAT is the artists’, the contributions’ and the operations’ cents.',
    sql: `SELECT p.period, sum(bank.cents) AS bank_cents, (p.summary->>'net_cents') AS net_cents
            FROM periods p
            JOIN payments y ON y.settled_period = p.period
                 AND (y.state = 'settled' OR y.reversed_at >= p.closing_at)
            LEFT JOIN LATERAL (SELECT sum(l.debit_cents - l.credit_cents) AS cents
                   FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
                  WHERE e.piece_reference IN ('VE-' || y.id || '-settled', 'BQ-' || y.id || '-settled')
                    AND l.account_code IN ('512', '44571')) bank ON true
           WHERE p.${CLOSED} AND ${asked('p.period')}
           GROUP BY p.period, p.summary
          HAVING coalesce(sum(bank.cents), 0)
              <> (p.summary->>'net_cents')::numeric - (p.summary->>'fee_shortfall_cents')::numeric`,
  },
  {
    name: 'royalties.ledger_owes_balances',
    sentence:
      'What the ledger owes payees, keeps in suspense and carries is what their balances say, within three cents a month.',
    guardsClose: true,
    sql: `WITH posted AS (SELECT p.period, p.revision FROM periods p JOIN period_steps s
                 ON (s.period, s.revision, s.step, s.state) = (p.period, p.revision, 'post', 'done')),
          last AS (SELECT period, revision FROM posted ORDER BY period DESC LIMIT 1),
          owed AS (
            SELECT '4671' AS account,
                   (SELECT coalesce(sum(closing_micro), 0) FROM payee_balances b JOIN last USING (period, revision)
                     WHERE b.payee_id IS NOT NULL)
                 + (SELECT coalesce(sum(b.payout_cents), 0) * 10000 FROM payee_balances b JOIN posted USING (period, revision))
                 - (SELECT coalesce(sum(amount_cents), 0) * 10000 FROM payouts WHERE state = 'paid') AS micro
            UNION ALL SELECT '4672', (SELECT coalesce(sum(closing_micro), 0) FROM payee_balances b
                     JOIN last USING (period, revision) WHERE b.payee_id IS NULL)
            UNION ALL SELECT '4673', (SELECT coalesce(sum(amount_micro), 0) FROM carried_amounts
                     JOIN last USING (period, revision)))
          SELECT o.account, o.micro AS owed_micro, coalesce(sum(l.credit_cents - l.debit_cents), 0) AS ledger_cents
            FROM owed o LEFT JOIN journal_lines l ON l.account_code = o.account
           GROUP BY o.account, o.micro
          HAVING abs(coalesce(sum(l.credit_cents - l.debit_cents), 0) * 10000 - o.micro)
               > (SELECT count(*) FROM posted) * 30000`,
  },
  {
    name: 'royalties.ledger_transfers',
    sentence: 'Every transfer that was made stands in the ledger, to the cent, and no other does.',
    sql: `SELECT o.reference, o.amount_cents, l.piece, l.payees, l.bank
            FROM (SELECT * FROM payouts WHERE state = 'paid' AND ${asked('period')}) o
            FULL JOIN (SELECT e.piece_reference AS piece,
                         sum(debit_cents - credit_cents) FILTER (WHERE account_code = '4671') AS payees,
                         sum(credit_cents - debit_cents) FILTER (WHERE account_code = '512') AS bank
                    FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
                   WHERE e.piece_reference LIKE 'BQ-%-payout'
                     AND (:period IS NULL OR EXISTS (SELECT 1 FROM payouts w
                          WHERE w.period = :period AND 'BQ-' || w.id || '-payout' = e.piece_reference))
                   GROUP BY 1) l ON l.piece = 'BQ-' || o.id || '-payout'
           WHERE (o.amount_cents, o.amount_cents) IS DISTINCT FROM (l.payees::bigint, l.bank::bigint)`,
  },
  {
    name: 'royalties.ledger_only_known',
    sentence:
      'Subscriptions, fees, VAT, royalties and what is owed for them stand in the ledger for a payment, a month or a transfer, nothing else.',
    sql: `SELECT e.journal, e.number, e.piece_reference, l.account_code
            FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
           WHERE l.account_code IN ('411', '44571', '4671', '4672', '4673', '4686', '487', '5112',
                                    '627', '651', '658', '706')
             AND e.piece_reference !~ '^(VE|BQ)-[0-9a-f-]{36}-(settled|reversed)$'
             AND e.piece_reference !~ '^BQ-[0-9a-f-]{36}-payout$'
             AND e.piece_reference !~ '^RD-[0-9]{4}-[0-9]{2}-r[0-9]+$'`,
  },
  {
    name: 'royalties.settled_counted',
    sentence: 'Every payment that settled in a closed month was counted in it.',
    sql: `SELECT p.period FROM periods p
           WHERE p.${CLOSED} AND ${asked('p.period')}
             AND (SELECT coalesce(sum(gross_cents), 0) FROM payments
                   WHERE settled_period = p.period
                     AND (state = 'settled' OR reversed_at >= p.closing_at))
              <> (p.summary->>'gross_cents')::numeric`,
  },
  {
    name: 'royalties.payouts_match',
    sentence: 'Every transfer due is the payout of a balance, and every payout has its transfer.',
    sql: `SELECT b.period, b.payee_id FROM payee_balances b
            JOIN periods p ON p.period = b.period AND p.revision = b.revision AND p.${CLOSED}
            LEFT JOIN payouts o ON o.period = b.period AND o.revision = b.revision
                  AND o.payee_id = b.payee_id
           WHERE ${asked('b.period')} AND b.payout_cents <> coalesce(o.amount_cents, 0)`,
  },
]
