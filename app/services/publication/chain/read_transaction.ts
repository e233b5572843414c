import db from '@adonisjs/lucid/services/db'
import type { RegistryTotals } from '#services/publication/contract/period_registry'
import type { ChainTransaction, SignedTransaction } from './chain_transaction.js'

type Row = Record<string, any>

/** One publication with what it publishes and every form that was signed of it. */
export async function readTransaction(id: string): Promise<ChainTransaction | null> {
  const { rows } = await db.rawQuery(
    `SELECT t.*, p.root, p.doc_hash, p.totals
       FROM chain_transactions t JOIN publications p ON p.id = t.publication_id WHERE t.id = :id`,
    { id }
  )
  const row: Row | undefined = rows[0]
  if (!row) return null
  const { rows: forms } = await db.rawQuery(
    'SELECT * FROM chain_transaction_hashes WHERE chain_transaction_id = :id ORDER BY position',
    { id }
  )
  return {
    id: row.id,
    state: row.state,
    chainId: Number(row.chain_id),
    contractAddress: row.contract_address,
    period: row.period,
    revision: row.revision,
    root: hex(row.root),
    docHash: hex(row.doc_hash),
    totals: totalsOf(row.totals),
    sender: row.sender,
    nonce: row.nonce === null ? null : Number(row.nonce),
    feeBumps: row.fee_bumps,
    minedHash: row.mined_hash,
    blockNumber: row.block_number === null ? null : Number(row.block_number),
    blockHash: row.block_hash,
    signed: forms.map(signedForm),
  }
}

function signedForm(row: Row): SignedTransaction {
  return {
    txHash: row.tx_hash,
    raw: row.raw,
    maxFeePerGasWei: BigInt(row.max_fee_per_gas_wei),
    maxPriorityFeePerGasWei: BigInt(row.max_priority_fee_per_gas_wei),
    signedAt: row.signed_at,
    broadcastAt: row.broadcast_at,
  }
}

function totalsOf(totals: Record<keyof RegistryTotals, string>): RegistryTotals {
  return {
    artists: BigInt(totals.artists),
    contributions: BigInt(totals.contributions),
    operations: BigInt(totals.operations),
    vat: BigInt(totals.vat),
    fees: BigInt(totals.fees),
  }
}

/** Bytes as contracts, JSON and people write them: 0x, lower case. */
export function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`
}
