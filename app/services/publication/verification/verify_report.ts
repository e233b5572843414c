import db from '@adonisjs/lucid/services/db'
import type Publication from '#models/publication/publication'
import { registryTotals, TOTAL_NAMES } from '#services/publication/documents/public_report'
import { hex } from '#services/publication/chain/read_transaction'
import { REPORT_FILE } from '#services/publication/seal_publication'
import { filePath } from '#services/royalties/files/period_paths'
import { sha256, sha256OfFile } from '#values/digest'
import { readFileSync } from 'node:fs'
import { VerificationError } from './verification_error.js'

/** The public report has the published hash, in the database and as a file, and the month's figures. */
export async function verifyReport(publication: Publication): Promise<string> {
  const { docHashHex, report } = publication
  const onDisk = await sha256OfFile(filePath(publication, 'public', REPORT_FILE))
  for (const found of [hex(sha256(publication.publicReport)), `0x${onDisk}`]) {
    if (found === docHashHex) continue
    throw new VerificationError(`the public report has the hash ${found}, not ${docHashHex}`)
  }
  const summary = JSON.parse(
    readFileSync(filePath(publication, 'output', 'summary.json'), 'utf8')
  ) as Record<string, string>
  for (const name of TOTAL_NAMES) {
    if (report.totals[name] === summary[name]) continue
    throw new VerificationError(`${name} is ${report.totals[name]}, computed was ${summary[name]}`)
  }
  for (const [name, micro] of Object.entries(registryTotals(report.totals))) {
    if (publication.totals[name] === micro.toString()) continue
    throw new VerificationError(`the total ${name} to publish is not that of the report`)
  }
  await verifyPrevious(publication)
  return `the public report has the hash ${docHashHex} and the computed totals`
}

/** The reports form a chain: the one named before this one exists as it is named. */
async function verifyPrevious({ report }: Publication): Promise<void> {
  if (report.previous_doc_hash === null) return
  const docHash = Buffer.from(report.previous_doc_hash.slice(2), 'hex')
  const known = await db.from('publications').where('doc_hash', docHash).first()
  if (known) return
  throw new VerificationError(`no report has the hash ${report.previous_doc_hash} named before`)
}

/** P21: enough people approved this very root and report, none of them the one who computed. */
export async function verifyApprovals(publication: Publication): Promise<string> {
  const { rows } = await db.rawQuery(
    `SELECT count(DISTINCT a.account_id)::int AS people, p.approvals_required AS required
       FROM publications u
       JOIN periods m ON m.period = u.period
       JOIN policies p ON p.id = m.policy_id
       LEFT JOIN publication_approvals a ON a.publication_id = u.id AND a.root = u.root
             AND a.doc_hash = u.doc_hash AND a.account_id IS DISTINCT FROM m.computed_by_account_id
      WHERE u.id = :id GROUP BY p.approvals_required`,
    { id: publication.id }
  )
  const { people, required } = rows[0]
  if (people >= required) return `${people} people approved this root and this report`
  throw new VerificationError(`${people} people approved, ${required} had to`)
}
