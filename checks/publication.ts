import { readFile } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import type { Check, CheckScope } from './check.js'

/** Restricts a check to the month asked for, or to all. */
const asked = (column: string) => `(:period IS NULL OR ${column} = :period)`

/** Sealed months, one after the other; the first thing wrong with one of them ends the check. */
async function firstWrong(
  { period }: CheckScope,
  where: string,
  wrong: (row: Record<string, any>) => Promise<string | null>
): Promise<string | null> {
  const { rows } = await db.rawQuery(
    `SELECT p.id, p.period, p.revision, p.root, p.doc_hash, p.public_report
       FROM publications p
      WHERE (CAST(:period AS text) IS NULL OR p.period = :period) AND ${where}
      ORDER BY p.period, p.revision`,
    { period }
  )
  for (const row of rows) {
    const problem = await wrong(row)
    if (problem) return `${row.period} r${row.revision}: ${problem}`
  }
  return null
}

export const checks: Check[] = [
  {
    name: 'publication.on_chain',
    sentence: 'Every published month reads on the chain as it was published (P24).',
    async run(scope) {
      const { default: Publication } = await import('#models/publication/publication')
      const { verifyOnChain } = await import('#services/publication/verification/verify_chain')
      const published = `EXISTS (SELECT 1 FROM chain_transactions t
        WHERE t.publication_id = p.id AND t.state = 'verified')`
      return firstWrong(scope, published, async ({ id }) => {
        await verifyOnChain(await Publication.findOrFail(id))
        return null
      })
    },
  },
  {
    name: 'publication.published_is_verified',
    sentence: 'A month is published exactly when its publication was read back (P24).',
    sql: `SELECT m.period, m.state, t.state AS chain_state FROM periods m
            LEFT JOIN publications p ON (p.period, p.revision) = (m.period, m.revision)
            LEFT JOIN chain_transactions t ON t.publication_id = p.id
           WHERE ${asked('m.period')}
             AND (m.state IN ('published', 'paid')) <> (coalesce(t.state, '') = 'verified')`,
  },
  {
    name: 'publication.approved_by_others',
    sentence:
      'Every approved month has its approvals, of distinct people, none the one who computed (P21).',
    sql: `SELECT m.period, count(DISTINCT a.account_id) AS people FROM periods m
            JOIN policies o ON o.id = m.policy_id
            LEFT JOIN publications p ON (p.period, p.revision) = (m.period, m.revision)
            LEFT JOIN publication_approvals a ON a.publication_id = p.id
                  AND (a.root, a.doc_hash) = (p.root, p.doc_hash)
                  AND a.account_id IS DISTINCT FROM m.computed_by_account_id
           WHERE m.state IN ('approved', 'published', 'paid') AND ${asked('m.period')}
           GROUP BY m.period, o.approvals_required
          HAVING count(DISTINCT a.account_id) < o.approvals_required`,
  },
  {
    name: 'publication.tree',
    sentence: 'The root of every sealed month is that of its kept tree (P22).',
    async run(scope) {
      const { EMPTY_ROOT } = await import('#services/publication/contract/period_registry')
      const { filePath } = await import('#services/royalties/files/period_paths')
      return firstWrong(scope, 'true', async ({ period, revision, root }) => {
        const tree = await readFile(filePath({ period, revision }, 'tree', 'tree.bin'))
        const kept = tree.length > 0 ? tree.toString('hex', 0, 32) : EMPTY_ROOT.slice(2)
        return kept === root.toString('hex') ? null : `the tree’s root is 0x${kept}`
      })
    },
  },
  {
    name: 'publication.report',
    sentence: 'The public report of every sealed month has the hash that was approved.',
    async run(scope) {
      const { sha256 } = await import('#values/digest')
      return firstWrong(scope, 'true', async ({ public_report: report, doc_hash: docHash }) =>
        sha256(report).equals(docHash) ? null : 'the report’s hash is another'
      )
    },
  },
  {
    name: 'publication.sealed',
    sentence: 'Every month that is closed is sealed.',
    sql: `SELECT m.period, m.state FROM periods m
            LEFT JOIN publications p ON (p.period, p.revision) = (m.period, m.revision)
           WHERE m.state NOT IN ('open', 'closing') AND p.id IS NULL AND ${asked('m.period')}`,
  },
  {
    name: 'publication.in_time',
    sentence: 'No publication waits for more than two hours (P24).',
    async run({ period }) {
      const { default: app } = await import('@adonisjs/core/services/app')
      const { default: chainConfig } = await import('#config/chain')
      const { Clock } = await import('#values/clock')
      const clock = await app.container.make(Clock)
      const since = clock.now().minus({ milliseconds: chainConfig.verifiedWithinMs }).toISO()
      const { rows } = await db.rawQuery(
        `SELECT period, state, failure FROM chain_transactions
          WHERE state <> 'verified' AND created_at < :since
            AND (CAST(:period AS text) IS NULL OR period = :period) ORDER BY period LIMIT 3`,
        { period, since }
      )
      return rows.length === 0 ? null : JSON.stringify(rows)
    },
  },
]
