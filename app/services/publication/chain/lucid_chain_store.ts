import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { crashPoint } from '#services/royalties/close/crash_point'
import { markPublished } from '#services/royalties/advance_period'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import type { ChainTransaction, ChainTransactionStore, Mined } from './chain_transaction.js'
import type { ChainTrouble } from './chain_trouble.js'
import { readTransaction } from './read_transaction.js'
import { holdingSender } from './sender_lock.js'

type Bindings = Record<string, string | number | null>

/**
 * The state machine's row in PostgreSQL. Each write is one transaction; a write that does not find
 * its row in the state it starts from is an error, never a silent nothing. The tests kill the
 * process between any two of them.
 */
export class LucidChainStore implements ChainTransactionStore {
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  load = readTransaction

  whileHoldingSender = holdingSender

  async nextNonce(chainId: number, sender: string): Promise<number> {
    const { rows } = await db.rawQuery(
      `SELECT coalesce(max(nonce) + 1, 0)::int AS next FROM chain_transactions
        WHERE chain_id = :chainId AND sender = :sender`,
      { chainId, sender }
    )
    return rows[0].next
  }

  addSigned: ChainTransactionStore['addSigned'] = async (id, sender, nonce, signed, feeBumps) => {
    crashPoint('publication.before_signed')
    await db.transaction(async (trx) => {
      await this.#move(id, ['approved', 'signed', 'broadcast'], {
        set: `state = CASE state WHEN 'approved' THEN 'signed' ELSE state END,
              sender = :sender, nonce = :nonce, fee_bumps = :feeBumps`,
        bindings: { sender, nonce, feeBumps },
        trx,
      })
      await trx.table('chain_transaction_hashes').insert({
        id: newId(),
        chain_transaction_id: id,
        tx_hash: signed.txHash,
        raw: signed.raw,
        max_fee_per_gas_wei: signed.maxFeePerGasWei.toString(),
        max_priority_fee_per_gas_wei: signed.maxPriorityFeePerGasWei.toString(),
        signed_at: signed.signedAt,
      })
    })
    crashPoint('publication.after_signed')
  }

  markBroadcast: ChainTransactionStore['markBroadcast'] = async (id, txHash, at) => {
    crashPoint('publication.before_broadcast_noted')
    await db.transaction(async (trx) => {
      await this.#move(id, ['signed', 'broadcast'], { set: `state = 'broadcast'`, trx })
      await trx.rawQuery(
        `UPDATE chain_transaction_hashes SET broadcast_at = coalesce(broadcast_at, :at)
          WHERE tx_hash = :txHash`,
        { txHash, at: at.toISOString() }
      )
    })
    crashPoint('publication.after_broadcast')
  }

  async noteBroadcastError(txHash: string, message: string): Promise<void> {
    await db.rawQuery(
      'UPDATE chain_transaction_hashes SET last_error = :message WHERE tx_hash = :txHash',
      { txHash, message }
    )
  }

  markMined: ChainTransactionStore['markMined'] = async (id, mined: Mined) => {
    await this.#move(id, ['approved', 'broadcast', 'mined'], {
      set: `state = 'mined', mined_hash = :minedHash, block_number = :blockNumber,
            block_hash = :blockHash, gas_used = :gasUsed, gas_price_wei = :gasPriceWei`,
      bindings: {
        minedHash: mined.minedHash,
        blockNumber: mined.blockNumber,
        blockHash: mined.blockHash,
        gasUsed: mined.gasUsed.toString(),
        gasPriceWei: mined.gasPriceWei.toString(),
      },
    })
    crashPoint('publication.after_mined')
  }

  /** A publication found on the chain was never signed here: it has nothing to broadcast again. */
  async forgetBlock(id: string): Promise<void> {
    await this.#move(id, ['mined'], {
      set: `state = CASE WHEN nonce IS NULL THEN 'approved' ELSE 'broadcast' END,
            mined_hash = NULL, block_number = NULL, block_hash = NULL,
            gas_used = NULL, gas_price_wei = NULL`,
    })
  }

  async markFinalized(id: string): Promise<void> {
    await this.#move(id, ['mined'], { set: `state = 'finalized'` })
    crashPoint('publication.after_finalized')
  }

  /** The month is published in the same transaction: the page never says so alone. */
  markVerified: ChainTransactionStore['markVerified'] = async (id, readBack, at) => {
    await db.transaction(async (trx) => {
      const period = await this.#move(id, ['finalized'], {
        set: `state = 'verified', failure = NULL, refusal = NULL, read_back = :readBack, verified_at = :at`,
        bindings: { readBack: JSON.stringify(readBack), at: at.toISOString() },
        trx,
      })
      await markPublished(trx, { period, clock: this.#clock })
    })
    crashPoint('publication.after_verified')
  }

  async markFailed(id: string, trouble: ChainTrouble): Promise<void> {
    const states = ['approved', 'signed', 'broadcast', 'mined', 'finalized'] as const
    await this.#move(id, states, {
      set: `state = 'failed', failure = :words, refusal = :refusal`,
      bindings: toBindings(trouble),
    })
  }

  async retry(id: string): Promise<void> {
    await this.#move(id, ['failed'], {
      set: `state = 'approved', failure = NULL, refusal = NULL, sender = NULL, nonce = NULL, fee_bumps = 0,
            mined_hash = NULL, block_number = NULL, block_hash = NULL,
            gas_used = NULL, gas_price_wei = NULL`,
    })
  }

  /** What stands in the way now, for the month's page; null once nothing does. */
  async noteTrouble(id: string, trouble: ChainTrouble | null): Promise<void> {
    await db.rawQuery(
      `UPDATE chain_transactions SET failure = :words, refusal = :refusal, updated_at = :now
        WHERE id = :id AND state NOT IN ('verified', 'failed')`,
      { id, ...toBindings(trouble), now: this.#clock.now().toISO()! }
    )
  }

  /** @returns the month of the row that was moved */
  async #move(
    id: string,
    from: readonly ChainTransaction['state'][],
    how: { set: string; bindings?: Bindings; trx?: TransactionClientContract }
  ): Promise<string> {
    const { rows } = await (how.trx ?? db).rawQuery(
      `UPDATE chain_transactions SET ${how.set}, updated_at = :now
        WHERE id = :id AND state = ANY(:from) RETURNING period`,
      { ...how.bindings, id, from: from as never, now: this.#clock.now().toISO() }
    )
    if (rows.length === 1) return rows[0].period
    throw new Error(`The publication ${id} is not ${from.join(' or ')} any more`)
  }
}

function toBindings(trouble: ChainTrouble | null): {
  words: string | null
  refusal: string | null
} {
  if (!trouble) return { words: null, refusal: null }
  return { words: trouble.words, refusal: JSON.stringify(trouble.refusal) }
}
