import { readFile } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import type Publication from '#models/publication/publication'
import { EMPTY_ROOT } from '#services/publication/contract/period_registry'
import { hex } from '#services/publication/chain/read_transaction'
import { buildMerkleTreeInWorker } from '#services/publication/merkle/build_in_worker'
import { merkleLeaf } from '#services/publication/merkle/merkle_tree'
import { MerkleTreeFile, rootOf } from '#services/publication/merkle/proof'
import { collectLeaves } from '#services/publication/seal/collect_leaves'
import { TREE_FILE } from '#services/publication/seal_publication'
import { rawClient } from '#database/raw_client'
import { filePath } from '#services/royalties/files/period_paths'
import { periodToUint32 } from '#values/period'
import { rootFrom } from '#verify/hashes'
import { storedStatements } from './stored_statements.js'
import { VerificationError } from './verification_error.js'

/**
 * The tree is built again from every statement's hash and salt: it is the file that proofs are read
 * from, and its root is the one that was approved. Where somebody's salt was erased, what can still
 * be checked is that every other leaf stands in the file under that root.
 */
export async function verifyTree(publication: Publication): Promise<string> {
  const path = filePath(publication, 'tree', TREE_FILE)
  if (await hasErased(publication)) return verifyLeavesLeft(publication, path)
  const leaves = await db.transaction(async (trx) =>
    collectLeaves({ ...keyOf(publication), client: await rawClient(trx) })
  )
  const tree = await buildMerkleTreeInWorker(periodToUint32(publication.period), leaves)
  const root = tree.length > 0 ? hex(rootOf(tree)!) : EMPTY_ROOT
  if (root !== publication.rootHex) {
    throw new VerificationError(
      `the statements and their salts give the root ${root}, not ${publication.rootHex}`
    )
  }
  if (!tree.equals(await readFile(path))) {
    throw new VerificationError(`tree/${TREE_FILE} is not the tree of these statements`)
  }
  return `${publication.leafCount} leaves give the root ${root}`
}

const keyOf = ({ period, revision }: Publication) => ({ period, revision })

async function hasErased(publication: Publication): Promise<boolean> {
  const { rows } = await db.rawQuery(
    `SELECT 1 FROM statements WHERE period = :period AND revision = :revision AND salt IS NULL
      LIMIT 1`,
    keyOf(publication)
  )
  return rows.length > 0
}

async function verifyLeavesLeft(publication: Publication, path: string): Promise<string> {
  const file = await MerkleTreeFile.open(path)
  let checked = 0
  try {
    for (const kind of ['subscriber', 'payee'] as const) {
      for await (const { subjectId, sha256, salt } of storedStatements(publication, kind)) {
        if (!salt) continue
        const leaf = await merkleLeaf(periodToUint32(publication.period), sha256, salt)
        const proof = await file.proofOf(leaf)
        if (!proof || rootFrom(hex(leaf), proof.map(hex)) !== publication.rootHex) {
          throw new VerificationError(`the ${kind} ${subjectId} has no leaf under the root`)
        }
        checked++
      }
    }
  } finally {
    await file.close()
  }
  const erased = publication.leafCount - checked
  return `${checked} leaves stand under the root ${publication.rootHex} (${erased} erased)`
}
