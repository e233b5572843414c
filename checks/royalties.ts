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
    sentence: 'Every payee with a balance and every paying subscriber has one statement.',
    sql: `SELECT p.period, s.figures FROM periods p
            JOIN period_steps s ON s.period = p.period AND s.revision = p.revision AND s.step = 'statements'
           WHERE p.${CLOSED} AND ${asked('p.period')}
             AND (s.figures->>'payees')::bigint <>
                 (SELECT count(*) FROM payee_balances b WHERE b.period = p.period
                     AND b.revision = p.revision AND b.payee_id IS NOT NULL)`,
  },
  {
    name: 'royalties.ledger_net',
    sentence: 'The ledger’s parts of a month are its net, to the cent.',
    sql: `SELECT p.period FROM periods p
            JOIN period_steps s ON s.period = p.period AND s.revision = p.revision AND s.step = 'post'
           WHERE p.${CLOSED} AND ${asked('p.period')}
             AND (s.figures->>'artists_cents')::numeric + (s.figures->>'contributions_cents')::numeric
               + (s.figures->>'operations_cents')::numeric <> (p.summary->>'net_cents')::numeric`,
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
