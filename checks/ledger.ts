import type { Check } from './check.js'

export const checks: Check[] = [
  {
    name: 'ledger.balanced',
    sentence: 'Every journal entry has as much debit as credit.',
    guardsClose: true,
    sql: `SELECT e.journal, e.number, sum(l.debit_cents) AS debit, sum(l.credit_cents) AS credit
            FROM journal_entries e LEFT JOIN journal_lines l ON l.entry_id = e.id
           GROUP BY e.id
          HAVING coalesce(sum(l.debit_cents), 0) <> coalesce(sum(l.credit_cents), 0)
              OR count(l.id) < 2`,
  },
  {
    name: 'ledger.no_gap',
    sentence: 'Each journal is numbered from 1 without a gap.',
    sql: `SELECT journal, count(*) AS entries, max(number) AS last
            FROM journal_entries GROUP BY journal HAVING count(*) <> max(number)`,
  },
]
