import type { Check } from './check.js'

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
]
