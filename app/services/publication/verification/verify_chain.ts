import ChainTransaction from '#models/publication/chain_transaction'
import type Publication from '#models/publication/publication'
import { ChainClient, hostOf } from '#services/publication/chain/chain_client'
import { chainSettings } from '#services/publication/chain/open_chain'
import { recordStands } from '#services/publication/chain/look_at_chain'
import { readTransaction } from '#services/publication/chain/read_transaction'
import { VerificationError } from './verification_error.js'

/**
 * The chain says the same in a final block: root, report hash and totals.
 *
 * @param rpcUrl any node of the reader's choice; the configured ones when none is named
 */
export async function verifyOnChain(publication: Publication, rpcUrl?: string): Promise<string> {
  const row = await ChainTransaction.query()
    .where({ publicationId: publication.id, state: 'verified' })
    .first()
  if (!row) throw new VerificationError(`${publication.period} is not published on a chain yet`)
  const transaction = (await readTransaction(row.id))!
  for (const url of rpcUrl ? [rpcUrl] : chainSettings().rpcUrls) {
    const client = new ChainClient(url, transaction.chainId)
    try {
      await client.assertChain()
      const answer = await recordStands(transaction, client)
      if (answer === 'same') continue
      throw new VerificationError(
        answer === 'absent'
          ? `${hostOf(url)} has no revision ${row.revision} of ${row.period} in a final block`
          : `${hostOf(url)} gives another root, report or totals`
      )
    } finally {
      client.close()
    }
  }
  return `chain ${row.chainId}, contract ${row.contractAddress}, block ${row.blockNumber}: the same root, report and totals`
}
