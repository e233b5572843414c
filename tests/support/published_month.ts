import { Contract, ContractFactory, type InterfaceAbi } from 'ethers'
import { randomBytes } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileContract } from '#services/publication/contract/compile_contract'
import { buildMerkleTree, merkleLeaf } from '#services/publication/merkle/merkle_tree'
import { MerkleTreeFile } from '#services/publication/merkle/proof'
import type { Anvil } from '#tests/support/anvil'
import { canonicalJson, sha256 } from '#values/digest'
import type { Entry } from '#verify/entry'
import { documentHash } from '#verify/hashes'

export const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`
export const REPORT = { kind: 'public_report', period: '2026-10', revision: 1 }

export function payeeStatement(index: number) {
  return {
    kind: 'payee',
    period: '2026-10',
    payee: { id: `payee-${index}`, name: 'Zoé Éclair' },
    works: [
      { work_id: 'w1', amount_micro: '3000000' },
      { work_id: 'w2', amount_micro: '500001' },
    ],
    adjustments: [{ amount_micro: '-1' }],
    totals: {
      opening_micro: '0',
      lines_micro: '3500001',
      adjustments_micro: '-1',
      payout_cents: '350',
      closing_micro: '0',
    },
  }
}

/** A month of five statements, published and final on a chain of the test's own. */
export async function publishedMonth(anvil: Anvil): Promise<Entry> {
  const statements = [0, 1, 2, 3, 4].map(payeeStatement)
  const hashes = statements.map((statement) => sha256(canonicalJson(statement)))
  const salts = statements.map(() => randomBytes(32))
  const leaves = Buffer.concat(hashes.flatMap((hash, index) => [hash, salts[index]!]))
  const path = join(await mkdtemp(join(tmpdir(), 'tree-')), 'tree.bin')
  await writeFile(path, await buildMerkleTree(202610, leaves))
  const file = await MerkleTreeFile.open(path)
  const leaf = await merkleLeaf(202610, hashes[2]!, salts[2]!)
  const proof = (await file.proofOf(leaf))!.map(hex)
  const root = hex(await file.root())
  await file.close()

  const cacheDirectory = join(tmpdir(), 'peerfy-contract-cache')
  const { abi, bytecode } = await compileContract({ cacheDirectory })
  const wallet = anvil.wallet(0)
  const deployed = await new ContractFactory(abi, bytecode, wallet).deploy(
    wallet.address,
    wallet.address
  )
  await deployed.waitForDeployment()
  const contract = await deployed.getAddress()
  const registry = new Contract(contract, abi as InterfaceAbi, wallet)
  const sent = await registry.publish(202610, 0, root, documentHash(REPORT), [1, 2, 3, 4, 5])
  await sent.wait()
  return {
    statement: statements[2]!,
    salt: hex(salts[2]!),
    proof,
    chain: { chainId: anvil.chainId, contract, revision: 1, tx: sent.hash },
    published: { statementHash: hex(hashes[2]!), leaf: hex(leaf), root },
  }
}
