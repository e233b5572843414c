import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Period from '#models/royalties/period'
import { EMPTY_ROOT } from '#services/publication/contract/period_registry'
import { hex } from '#services/publication/chain/read_transaction'
import { merkleLeaf } from '#services/publication/merkle/merkle_tree'
import { MerkleTreeFile } from '#services/publication/merkle/proof'
import { filePath } from '#services/royalties/files/period_paths'
import { PERIOD, PublicationScene } from '#tests/functional/publication/scene'
import { closeMonth, emptyMonths, prepareMonths } from '#tests/support/months'
import { sha256 } from '#values/digest'
import { FixedClock } from '#values/clock'
import { periodStart } from '#values/period'
import { rootFrom } from '#verify/hashes'

const KEY = { period: PERIOD, revision: 1 }

test.group('Publication | seal a month', (group) => {
  let scene: PublicationScene
  group.setup(async () => {
    scene = await PublicationScene.open()
    return () => scene.close()
  })

  test('P22 every statement has a leaf under the root, with a salt of its own', async ({
    assert,
  }) => {
    const publication = await scene.sealed()
    const rows = await db.from('statements').where(KEY)
    assert.equal(publication.leafCount, rows.length)
    assert.lengthOf(new Set(rows.map((row) => row.salt.toString('hex'))), rows.length)
    const tree = await MerkleTreeFile.open(filePath(KEY, 'tree', 'tree.bin'))
    for (const row of rows) {
      const leaf = await merkleLeaf(202610, row.sha256, row.salt)
      const proof = await tree.proofOf(leaf)
      assert.equal(rootFrom(hex(leaf), proof!.map(hex)), publication.rootHex)
    }
    await tree.close()
  })

  test('the report on disk is the one that was hashed, and its figures are the month’s', async ({
    assert,
  }) => {
    const publication = await scene.sealed()
    const bytes = readFileSync(filePath(KEY, 'public', 'report.json'))
    assert.deepEqual(bytes, publication.publicReport)
    assert.deepEqual(sha256(bytes), publication.docHash)
    const { report } = publication
    const period = await Period.findOrFail(PERIOD)
    assert.equal(report.totals.gross_cents, period.summary!.gross_cents)
    assert.deepInclude(report.counts, {
      subscribers: '16',
      contributions: '16',
      works: '3',
      statements: String(publication.leafCount),
    })
    assert.isNull(report.previous_doc_hash)
    assert.includeMembers(
      report.input_files.map(({ name }) => name),
      ['contributions.csv', 'usage.csv', 'policy.json', 'labels/labels.json']
    )
    assert.lengthOf(report.output_files, 6)
  })

  test('no name, account or subscriber stands in the report', async ({ assert }) => {
    const { publicReport } = await scene.sealed()
    const text = publicReport.toString()
    for (const id of Object.values(scene.month.subscribers)) assert.notInclude(text, id)
    assert.notInclude(text, 'Zoé')
  })

  test('a sealed month never changes', async ({ assert }) => {
    await assert.rejects(
      () => db.rawQuery(`UPDATE publications SET leaf_count = 0`),
      /never changed/
    )
    await assert.rejects(() => db.rawQuery(`DELETE FROM publications`), /never changed/)
  })

  test('the next month’s report names the hash of this one', async ({ assert }) => {
    const { docHashHex } = await scene.sealed()
    await closeMonth(scene.clock, '2026-11')
    const { report } = await scene.sealed('2026-11')
    assert.equal(report.previous_doc_hash, docHashHex)
  })
})

test.group('Publication | seal a month without anything', () => {
  test('P22 a month without a statement is sealed with the empty root', async ({ assert }) => {
    await emptyMonths()
    const clock = new FixedClock(periodStart('2026-08'))
    await prepareMonths(clock, '2026-08')
    await closeMonth(clock, '2026-08')
    const row = await db.from('publications').where({ period: '2026-08' }).firstOrFail()
    assert.equal(hex(row.root), EMPTY_ROOT)
    assert.equal(row.leaf_count, 0)
  })
})
