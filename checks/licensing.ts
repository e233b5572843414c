import type { Check } from './check.js'

export const checks: Check[] = [
  {
    name: 'licensing.split_sheets_sum',
    sentence: 'Every split sheet sums to 10 000 basis points (P17).',
    guardsClose: true,
    sql: `SELECT s.id, s.work_id, coalesce(sum(l.basis_points), 0) AS basis_points
            FROM split_sheets s LEFT JOIN split_lines l ON l.split_sheet_id = s.id
           GROUP BY s.id HAVING coalesce(sum(l.basis_points), 0) <> 10000`,
  },
  {
    name: 'licensing.shares_accepted_by_payee',
    sentence: 'Every accepted share was accepted by the account of its own payee (P17).',
    guardsClose: true,
    sql: `SELECT l.id, l.payee_id FROM split_lines l JOIN payees p ON p.id = l.payee_id
           WHERE l.accepted_at IS NOT NULL AND l.accepted_by_account_id IS DISTINCT FROM p.account_id`,
  },
  {
    name: 'licensing.shares_refused_by_payee',
    sentence:
      'Every refused share was refused by the account of its own payee, with a reason (P17).',
    sql: `SELECT l.id, l.payee_id FROM split_lines l JOIN payees p ON p.id = l.payee_id
           WHERE l.refused_at IS NOT NULL
             AND (l.refused_by_account_id IS DISTINCT FROM p.account_id
                  OR coalesce(trim(l.refusal_reason), '') = '')`,
  },
  {
    name: 'licensing.signed_words',
    sentence: 'Every signed licence carries the hash of the words that were signed.',
    sql: `SELECT l.id, l.work_id FROM licences l JOIN licence_texts t ON t.id = l.licence_text_id
           WHERE l.text_sha256 <> t.sha256`,
  },
]
