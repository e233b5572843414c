import { readFileSync, writeFileSync } from 'node:fs'
import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import db from '@adonisjs/lucid/services/db'
import { verifyPeriod } from '#services/publication/verify_period'
import { lucidDatabase } from '#services/tracker/lucid_database'
import { chainHash, chainStart } from '#services/tracker/usage_chain'
import { verifyUsageChain } from '#services/tracker/verify_usage_chain'
import { verifyUsage } from '#services/publication/verification/verify_usage'
import { VERIFY_STEPS } from '#services/publication/verification/verification_error'
import { filePath } from '#services/royalties/files/period_paths'
import { emptyTables } from '#tests/support/empty_tables'
import { tamper } from '#tests/support/tamper'
import { PERIOD, PublicationScene } from '#tests/functional/publication/scene'
import { canonicalJson, sha256, sha256Hex } from '#values/digest'

const KEY = { period: PERIOD, revision: 1 }

/** Changes a kept file and puts it back afterwards. */
async function withFile(
  kind: 'input' | 'output' | 'tree' | 'public',
  name: string,
  change: (bytes: Buffer) => Buffer,
  work: (changed: Buffer) => Promise<void>
) {
  const path = filePath(KEY, kind, name)
  const before = readFileSync(path)
  const changed = change(Buffer.from(before))
  writeFileSync(path, changed)
  try {
    await work(changed)
  } finally {
    writeFileSync(path, before)
  }
}

test.group('Publication | verify a whole month', (group) => {
  let scene: PublicationScene
  group.setup(async () => {
    scene = await PublicationScene.open()
    await scene.published()
    return () => scene.close()
  })

  const failure = async () => {
    const failed = await verifyPeriod(PERIOD)
    return `${failed?.step}: ${failed?.reason}`
  }

  test('P13 everything holds, from the frozen input to the chain', async ({ assert }) => {
    const said: string[] = []
    assert.isNull(await verifyPeriod(PERIOD, { say: (step) => said.push(step) }))
    assert.deepEqual(said, [...VERIFY_STEPS])
  })

  test('the command ends with "verified" and 0', async ({ assert }) => {
    ace.ui.switchMode('raw')
    const command = await ace.exec('publication:verify', [PERIOD])
    assert.equal(command.exitCode ?? 0, 0)
    assert.equal(command.ui.logger.getLogs().at(-1)!.message, 'verified')
  })

  test('a changed input file is found, and named', async ({ assert }) => {
    const change = (bytes: Buffer) => Buffer.from(bytes.toString().replace(',800,', ',801,'))
    await withFile('input', 'contributions.csv', change, async (changed) => {
      assert.match(await failure(), /^files: input\/contributions.csv is not the file/)
      // Recorded again by the forger: the public report still names the first hash.
      const sha = sha256Hex(changed)
      const bindings = { sha, name: 'contributions.csv' }
      const sql = `UPDATE period_files SET sha256 = :sha WHERE kind = 'input' AND name = :name`
      const before = await readFileHash()
      await tamper('period_files', sql, bindings)
      assert.match(await failure(), /^files: input\/contributions.csv is not .* report names/)
      await tamper('period_files', sql, { ...bindings, sha: before })
    })
    assert.isNull(await verifyPeriod(PERIOD))
  })

  async function readFileHash() {
    const row = await db
      .from('period_files')
      .where({ ...KEY, kind: 'input', name: 'contributions.csv' })
      .firstOrFail()
    return row.sha256 as string
  }

  test('P10 units and daily heads that were rebuilt together are found', async ({ assert }) => {
    const { usage_days: days } = (await scene.sealed()).report
    const [{ day, units, head }] = days!
    assert.equal(days!.length, 1)
    const rows = await db.from('usage_units').where('period', PERIOD).orderBy('day_position')
    assert.equal(String(rows.length), units)
    // One listening less, the whole day hashed again and its head kept: the chain itself holds.
    const forged = rows.slice(1)
    await rewriteDay(day, forged)
    const verdict = await verifyUsageChain(lucidDatabase, { day })
    assert.isTrue(verdict.holds)
    assert.match(await failure(), new RegExp(`^usage: ${day}: ${units} units were frozen`))
    // One changed, as many as before.
    await rewriteDay(day, [{ ...rows[0], units: rows[0].units + 5 }, ...forged])
    assert.match(await failure(), new RegExp(`^usage: ${day}: .*not to ${head}`))
    // One added to a month that is published.
    await rewriteDay(day, [...rows, { ...rows[0] }])
    assert.match(await failure(), /^usage: .* a unit joined the month after/)
    await rewriteDay(day, rows)
    assert.isNull(await verifyPeriod(PERIOD))
  })

  test('P10 a month of the report’s first format, without heads, still verifies', async ({
    assert,
  }) => {
    const publication = await scene.sealed()
    const { usage_days: days, ...older } = publication.report
    assert.isNotEmpty(days)
    const said = await verifyUsage({ ...KEY, report: { ...older, format: 1 } } as never)
    assert.match(said, /before daily heads/)
  })

  /** The day as somebody with the database could write it: rows, hashes and head agree. */
  async function rewriteDay(day: string, units: Record<string, any>[]) {
    await emptyTables('usage_units')
    let head = chainStart(day)
    for (const [index, unit] of units.entries()) {
      const position = index + 1
      head = chainHash(head, {
        day,
        position,
        period: unit.period,
        subscriberId: unit.subscriber_id,
        workId: unit.work_id,
        kind: unit.kind,
        evidence: unit.evidence,
        units: unit.units,
        ruleVersion: unit.rule_version,
        atMs: unit.at.getTime(),
      })
      const hash = Buffer.from(head, 'hex')
      await db.table('usage_units').insert({ ...unit, day, day_position: position, hash })
    }
    await db
      .from('usage_days')
      .where('day', day)
      .update({ units: units.length, head: Buffer.from(head, 'hex') })
  }

  test('a changed result is found by replaying the rule', async ({ assert }) => {
    const { replayAllocation } =
      await import('#services/publication/verification/replay_allocation')
    const change = (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])
    await withFile('output', 'payees.csv', change, async () => {
      assert.match(await failure(), /^files: output\/payees.csv/)
      const publication = await scene.sealed()
      await assert.rejects(() => replayAllocation(publication), /payees.csv is not what the rule/)
    })
  })

  test('a changed amount in a statement is found', async ({ assert }) => {
    const row = await db
      .from('statements')
      .where({ ...KEY, kind: 'payee' })
      .firstOrFail()
    const statement = JSON.parse(row.document.toString())
    statement.totals.payout_cents = String(Number(statement.totals.payout_cents) + 1)
    const forged = Buffer.from(canonicalJson(statement))
    await db.from('statements').where('id', row.id).update({ document: forged })
    assert.match(await failure(), /^statements: the statement of payee .* is not what the files/)
    await db
      .from('statements')
      .where('id', row.id)
      .update({ document: forged, sha256: sha256(forged) })
    assert.match(await failure(), /^statements: /)
    const { document, sha256: hash } = row
    await db.from('statements').where('id', row.id).update({ document, sha256: hash })
  })

  test('a statement that is missing or too many is found', async ({ assert }) => {
    const row = await db
      .from('statements')
      .where({ ...KEY, kind: 'subscriber' })
      .firstOrFail()
    await db.from('statements').where('id', row.id).delete()
    assert.match(await failure(), /^statements: the statement of subscriber .* is missing/)
    await db.table('statements').insert(row)
    const ghost = { ...row, id: scene.people.artists.id, subject_id: scene.people.artists.id }
    await db.table('statements').insert(ghost)
    assert.match(await failure(), /^statements: /)
    await db.from('statements').where('id', ghost.id).delete()
    assert.isNull(await verifyPeriod(PERIOD))
  })

  test('P22 a changed salt is found', async ({ assert }) => {
    const row = await db.from('statements').where(KEY).firstOrFail()
    const rows = db.from('statements').where('id', row.id)
    await rows.clone().update({ salt: Buffer.alloc(32, 7) })
    assert.match(await failure(), /^tree: the statements and their salts give the root/)
    await rows.clone().update({ salt: row.salt })
  })

  test('P22 an erased salt leaves the others under the root', async ({ assert }) => {
    const row = await db.from('statements').where(KEY).firstOrFail()
    const rows = db.from('statements').where('id', row.id)
    await rows.clone().update({ salt: null, document: null })
    assert.isNull(await verifyPeriod(PERIOD))
    await rows.clone().update({ salt: row.salt, document: row.document })
  })

  test('a changed proof, that is another tree, is found', async ({ assert }) => {
    const change = (bytes: Buffer) => {
      bytes[40] = bytes[40]! ^ 1
      return bytes
    }
    await withFile('tree', 'tree.bin', change, async () => {
      assert.match(await failure(), /^files: tree\/tree.bin is not the file/)
      const { verifyTree } = await import('#services/publication/verification/verify_tree')
      const publication = await scene.sealed()
      await assert.rejects(() => verifyTree(publication), /is not the tree of these statements/)
    })
  })

  test('a changed report is found', async ({ assert }) => {
    const { id, publicReport } = await scene.sealed()
    const forged = Buffer.from(publicReport.toString().replace('"framasoft"', '"framasoff"'))
    const sql = 'UPDATE publications SET public_report = :bytes WHERE id = :id'
    await tamper('publications', sql, { bytes: forged, id })
    assert.match(await failure(), /^report: the public report has the hash/)
    await tamper('publications', sql, { bytes: publicReport, id })
  })

  test('P21 an approval that is taken away is found', async ({ assert }) => {
    const rows = await db.from('publication_approvals')
    await tamper('publication_approvals', 'DELETE FROM publication_approvals WHERE id = :id', {
      id: rows[0].id,
    })
    assert.match(await failure(), /^approvals: 1 people approved, 2 had to/)
    await db.table('publication_approvals').insert(rows[0])
  })

  test('a root that is not the one on the chain is found', async ({ assert }) => {
    const { verifyOnChain } = await import('#services/publication/verification/verify_chain')
    const { id, root } = await scene.sealed()
    const sql = 'UPDATE publications SET root = :root WHERE id = :id'
    await tamper('publications', sql, { root: Buffer.alloc(32, 1), id })
    const forged = await scene.sealed()
    await assert.rejects(() => verifyOnChain(forged), /gives another root, report or totals/)
    await tamper('publications', sql, { root, id })
    const sealed = await scene.sealed()
    await assert.rejects(() => verifyOnChain(sealed, 'http://127.0.0.1:9'), /does not answer/)
  })

  test('the command names the failing step and ends with 1', async ({ assert }) => {
    ace.ui.switchMode('raw')
    const row = await db.from('statements').where(KEY).firstOrFail()
    const rows = db.from('statements').where('id', row.id)
    await rows.clone().update({ salt: Buffer.alloc(32, 9) })
    const command = await ace.exec('publication:verify', [PERIOD])
    await rows.clone().update({ salt: row.salt })
    assert.equal(command.exitCode, 1)
    assert.equal(command.ui.logger.getLogs().at(-1)!.message, 'failed at tree')
    const unknown = await ace.exec('publication:verify', ['2031-01'])
    assert.equal(unknown.exitCode, 1)
  })
})
