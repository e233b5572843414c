import db from '@adonisjs/lucid/services/db'
import type { Check } from './check.js'

/** By how much two machines' clocks may differ. */
const SKEW_MINUTES = 5

/** Each side of every movement: what a pocket gains or gives; amounts in cents. */
const SIDES = `(
  SELECT to_member_id AS member_id, to_pocket AS pocket, effective_on, shares::bigint, shares * nominal_cents AS amount, paid_cents AS paid
    FROM share_movements WHERE to_member_id IS NOT NULL
  UNION ALL
  SELECT from_member_id, from_pocket, effective_on, -shares, -shares * nominal_cents, -paid_cents
    FROM share_movements WHERE from_member_id IS NOT NULL)`

/** What the ledger says of each member by account, credit less debit; '' is nobody. */
const LEDGER = (accounts: string) => `(
  SELECT coalesce(auxiliary, '') AS auxiliary, sum(credit_cents - debit_cents) AS cents FROM journal_lines
   WHERE account_code IN (${accounts}) GROUP BY 1)`

/** A member's figure beside what an account says of them; only those that differ. */
const differs = (figure: string, from: string, accounts: string) => `
  SELECT coalesce(f.member_id, l.auxiliary) AS member_id, f.cents AS register_cents, l.cents AS ledger_cents
    FROM (SELECT member_id::text, ${figure} AS cents FROM ${from}) f
    FULL JOIN ${LEDGER(accounts)} l ON l.auxiliary = f.member_id
   WHERE coalesce(f.cents, 0) <> coalesce(l.cents, 0)`

const OPEN_CALLS = `(SELECT s.member_id, sum(c.amount_cents - c.paid_cents) AS cents
    FROM capital_calls c JOIN share_subscriptions s ON s.id = c.subscription_id
   WHERE c.cancelled_at IS NULL GROUP BY 1) calls`

const UNCALLED = `(SELECT h.member_id, h.subscribed_cents + h.leaving_subscribed_cents
         - h.paid_cents - h.leaving_paid_cents - coalesce(calls.cents, 0) AS cents
    FROM share_holdings h LEFT JOIN ${OPEN_CALLS} ON calls.member_id = h.member_id) uncalled`

/** Money that came in and is no capital yet, or no more. */
const AWAITED = `(SELECT s.member_id,
         sum(CASE p.kind WHEN 'receipt' THEN p.amount_cents ELSE -p.amount_cents END)
         - coalesce((SELECT sum(c.paid_cents) FROM share_movements c JOIN share_subscriptions o ON o.id = c.subscription_id
                      WHERE o.member_id = s.member_id AND c.type IN ('subscribe', 'call')
                        AND NOT EXISTS (SELECT 1 FROM share_movements r WHERE r.corrects = c.number)), 0)
         + coalesce((SELECT sum(c.paid_cents) FROM share_movements c JOIN share_subscriptions o ON o.id = c.subscription_id
                      WHERE o.member_id = s.member_id AND c.type = 'cancel'), 0) AS cents
    FROM share_payments p JOIN share_subscriptions s ON s.id = p.subscription_id GROUP BY s.member_id) money`

export const checks: Check[] = [
  {
    name: 'shares.chain',
    sentence: 'Every movement follows the one before, with the hash of its content (C11).',
    async run() {
      const { verifyChain } = await import('#services/shares/movements/verify_chain')
      const verdict = await verifyChain()
      return verdict.holds ? null : `movement ${verdict.number}: ${verdict.problem}`
    },
  },
  {
    name: 'shares.recorded_in_time',
    sentence: 'Movements were recorded one after the other, and none in a time to come (C11).',
    async run() {
      const clock = await clockOfTheHouse()
      const { rows } = await db.rawQuery(
        `SELECT number::text, recorded_at FROM (
           SELECT number, recorded_at, lag(recorded_at) OVER (ORDER BY number) AS before FROM share_movements) m
          WHERE recorded_at < before OR recorded_at > ? ORDER BY m.number LIMIT 3`,
        [clock.now().plus({ minutes: SKEW_MINUTES }).toISO()!]
      )
      return rows.length === 0 ? null : JSON.stringify(rows)
    },
  },
  {
    name: 'shares.pieces_say_the_same',
    sentence:
      'The piece of every movement says of each member on accounts 101 what the movement says.',
    sql: `SELECT piece_reference, member, account, sum(cents)::text AS difference FROM (
            SELECT piece_reference, to_member_id::text AS member,
                   CASE to_pocket WHEN 'held' THEN '10131' ELSE '10138' END AS account, paid_cents AS cents
              FROM share_movements WHERE to_member_id IS NOT NULL
             UNION ALL
            SELECT piece_reference, to_member_id::text, '101', shares * nominal_cents
              FROM share_movements WHERE to_member_id IS NOT NULL
             UNION ALL
            SELECT piece_reference, from_member_id::text,
                   CASE from_pocket WHEN 'held' THEN '10131' ELSE '10138' END, -paid_cents
              FROM share_movements WHERE from_member_id IS NOT NULL
             UNION ALL
            SELECT piece_reference, from_member_id::text, '101', -shares * nominal_cents
              FROM share_movements WHERE from_member_id IS NOT NULL
             UNION ALL
            SELECT e.piece_reference, coalesce(l.auxiliary, ''), a.account, l.debit_cents - l.credit_cents
              FROM share_movements m JOIN journal_entries e ON e.piece_reference = m.piece_reference
              JOIN journal_lines l ON l.entry_id = e.id AND l.account_code LIKE '101%'
             CROSS JOIN LATERAL (VALUES ('101'), (l.account_code)) a (account)
             WHERE a.account IN ('101', '10131', '10138')) said
           GROUP BY 1, 2, 3 HAVING sum(cents) <> 0`,
  },
  {
    name: 'shares.holdings_follow',
    sentence: 'What every member holds, and what awaits repayment, is the sum of the movements.',
    sql: `SELECT coalesce(h.member_id, m.member_id) AS member_id FROM share_holdings h
            FULL JOIN (
              SELECT member_id,
                     sum(shares) FILTER (WHERE pocket = 'held') AS shares,
                     sum(paid) FILTER (WHERE pocket = 'held') AS paid,
                     sum(amount) FILTER (WHERE pocket = 'held') AS amount,
                     sum(shares) FILTER (WHERE pocket = 'leaving') AS leaving,
                     sum(paid) FILTER (WHERE pocket = 'leaving') AS leaving_paid,
                     sum(amount) FILTER (WHERE pocket = 'leaving') AS leaving_amount
                FROM ${SIDES} s GROUP BY member_id) m ON m.member_id = h.member_id
           WHERE (h.shares, h.paid_cents, h.subscribed_cents, h.leaving_shares, h.leaving_paid_cents, h.leaving_subscribed_cents)
                 IS DISTINCT FROM (coalesce(m.shares, 0), coalesce(m.paid, 0), coalesce(m.amount, 0),
                                   coalesce(m.leaving, 0), coalesce(m.leaving_paid, 0), coalesce(m.leaving_amount, 0))`,
  },
  {
    name: 'shares.no_day_below_zero',
    sentence: 'On no day, past or present, does anybody hold fewer shares than none (C11).',
    sql: `SELECT member_id, pocket, effective_on::text, shares, paid FROM (
            SELECT member_id, pocket, effective_on, sum(shares) OVER days AS shares, sum(paid) OVER days AS paid
              FROM ${SIDES} s WINDOW days AS (PARTITION BY member_id, pocket ORDER BY effective_on)) story
           WHERE shares < 0 OR paid < 0`,
  },
  {
    name: 'shares.capital_follows',
    sentence: 'The capital is the sum of what members hold and of what awaits repayment.',
    sql: `SELECT t.subscribed_cents, h.subscribed, t.paid_cents, h.paid FROM capital_totals t,
                 (SELECT coalesce(sum(h.shares + h.leaving_shares), 0) AS shares,
                         coalesce(sum(h.subscribed_cents + h.leaving_subscribed_cents), 0) AS subscribed,
                         coalesce(sum(h.paid_cents + h.leaving_paid_cents), 0) AS paid,
                         coalesce(sum(h.leaving_subscribed_cents), 0) AS leaving,
                         coalesce(sum(h.subscribed_cents + h.leaving_subscribed_cents)
                           FILTER (WHERE m.kind = 'public_body'), 0) AS public
                    FROM share_holdings h JOIN members m ON m.id = h.member_id) h
           WHERE (t.shares, t.subscribed_cents, t.paid_cents, t.leaving_cents, t.public_cents)
                 IS DISTINCT FROM (h.shares, h.subscribed, h.paid, h.leaving, h.public)
              OR t.peak_cents < t.subscribed_cents`,
  },
  {
    name: 'shares.ledger_paid',
    sentence: 'Account 10131 says of each member what is paid on the shares held.',
    sql: differs('paid_cents', 'share_holdings', `'10131'`),
  },
  {
    name: 'shares.ledger_leaving',
    sentence: 'Account 10138 says of each member what is paid on shares awaiting repayment.',
    sql: differs('leaving_paid_cents', 'share_holdings', `'10138'`),
  },
  {
    name: 'shares.ledger_subscribed',
    sentence: 'Accounts 101 together say of each member what is subscribed.',
    sql: differs(
      'subscribed_cents + leaving_subscribed_cents',
      'share_holdings',
      `'1011', '1012', '10131', '10138'`
    ),
  },
  {
    name: 'shares.ledger_calls',
    sentence: 'Account 1012 says of each member what is called and not paid, and 4562 the same.',
    sql: `${differs('cents', OPEN_CALLS, `'1012'`)}
          UNION ALL ${differs('-cents', OPEN_CALLS, `'4562'`)}`,
  },
  {
    name: 'shares.ledger_uncalled',
    sentence: 'Account 109 says of each member what is subscribed and not called.',
    sql: differs('-cents', UNCALLED, `'109'`),
  },
  {
    name: 'shares.calls_of_registered',
    sentence: 'Only a subscription in the register has open calls, within what is left of it.',
    sql: `SELECT s.reference, s.state FROM share_subscriptions s
            JOIN capital_calls c ON c.subscription_id = s.id AND c.cancelled_at IS NULL
           GROUP BY s.id
          HAVING sum(c.amount_cents - c.paid_cents) > CASE s.state WHEN 'registered'
                   THEN s.shares * s.nominal_cents - s.received_cents ELSE 0 END`,
  },
  {
    name: 'shares.receipts_cover',
    sentence: 'What counts towards a subscription came in and was not given back.',
    sql: `SELECT s.reference, s.received_cents FROM share_subscriptions s
            LEFT JOIN share_payments p ON p.subscription_id = s.id
           GROUP BY s.id
          HAVING s.received_cents > coalesce(sum(
                   CASE p.kind WHEN 'receipt' THEN p.amount_cents ELSE -p.amount_cents END), 0)`,
  },
  {
    name: 'shares.ledger_received',
    sentence: 'Account 4563 says of each member what came in and is not capital.',
    sql: differs('cents', AWAITED, `'4563'`),
  },
  {
    name: 'shares.nothing_left_to_repay',
    sentence: 'What a paid claim owed has left the bank: account 4567 owes nobody anything.',
    sql: `SELECT auxiliary AS member_id, cents FROM ${LEDGER(`'4567'`)} l WHERE cents > 0`,
  },
  {
    name: 'shares.capital_above_floor',
    sentence: 'The capital is not below its floor (C10).',
    async run() {
      const { capitalNow } = await import('#services/shares/queries/capital_now')
      const capital = await capitalNow(await clockOfTheHouse())
      if (capital.lastNumber === 0n || capital.subscribedCents >= capital.floorCents) return null
      return `${capital.subscribedCents} cents, floor ${capital.floorCents}`
    },
  },
  {
    name: 'shares.subscriptions_registered',
    sentence: 'A subscription is registered exactly when its movement stands in the register.',
    sql: `SELECT s.reference, s.state FROM share_subscriptions s
           WHERE (s.state = 'registered') <> (EXISTS (
                   SELECT 1 FROM share_movements m WHERE m.subscription_id = s.id AND m.type = 'subscribe'
                      AND NOT EXISTS (SELECT 1 FROM share_movements c WHERE c.corrects = m.number))
                 AND s.state <> 'cancelled')`,
  },
  {
    name: 'shares.claims_follow',
    sentence: 'What awaits repayment is what the waiting claims say, member by member.',
    sql: `SELECT h.member_id FROM share_holdings h
            LEFT JOIN (SELECT member_id, sum(shares) AS shares, sum(paid_up_cents) AS paid
                         FROM exit_claims WHERE state = 'queued' GROUP BY 1) c ON c.member_id = h.member_id
           WHERE (h.leaving_shares, h.leaving_paid_cents) IS DISTINCT FROM (coalesce(c.shares, 0), coalesce(c.paid, 0))`,
  },
  {
    name: 'shares.holders_are_members',
    sentence: 'Whoever holds shares is a member, and a member holds shares or awaits them.',
    sql: `SELECT m.id, m.number, m.state FROM members m LEFT JOIN share_holdings h ON h.member_id = m.id
           WHERE (coalesce(h.shares, 0) > 0) <> (m.state = 'active')
             AND NOT EXISTS (SELECT 1 FROM share_subscriptions s
                              WHERE s.member_id = m.id AND s.state = 'awaiting_payment')`,
  },
  {
    name: 'shares.exits_in_time',
    sentence: 'No announced exit waits for more than two days after the day it takes effect (C12).',
    async run() {
      const clock = await clockOfTheHouse()
      const { rows } = await db.rawQuery(
        `SELECT id, member_id, effective_on::text FROM exits
          WHERE state = 'announced' AND effective_on < ? ORDER BY effective_on LIMIT 3`,
        [clock.now().minus({ days: 2 }).toISODate()!]
      )
      return rows.length === 0 ? null : JSON.stringify(rows)
    },
  },
  {
    name: 'shares.roots_hold',
    sentence: 'Every day’s register root is the hash of the last movement it names (C11).',
    sql: `SELECT r.day, r.last_number FROM register_roots r
            LEFT JOIN share_movements m ON m.number = r.last_number
           WHERE m.hash IS DISTINCT FROM r.root`,
  },
]

async function clockOfTheHouse() {
  const { default: app } = await import('@adonisjs/core/services/app')
  const { Clock } = await import('#values/clock')
  return app.container.make(Clock)
}
