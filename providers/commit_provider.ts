import { QueryClient } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/**
 * Knex answers "done" to a COMMIT that PostgreSQL refused: a deferred constraint that fails, or an
 * error that the work caught on the way (https://github.com/knex/knex/issues/6141). Everything would
 * be undone, and nobody told. Here a commit that did not happen throws, everywhere.
 */
export default class CommitProvider {
  boot() {
    const open = QueryClient.prototype.transaction as (...args: any[]) => Promise<any>
    const outer = QueryClient.prototype as { transaction: (...args: any[]) => Promise<any> }
    if (open.name === 'transactionThatTells') return
    outer.transaction = async function transactionThatTells(work?: unknown, options?: unknown) {
      if (typeof work !== 'function') return telling(await open.call(this, work, options))
      return open.call(this, (trx: TransactionClientContract) => work(telling(trx)), options)
    }
  }
}

/** The same transaction, whose commit waits for what PostgreSQL says of it. */
function telling(trx: TransactionClientContract): TransactionClientContract {
  const { knexClient } = trx as TransactionClientContract & { knexClient: any }
  const commit = knexClient.commit
  knexClient.commit = async (value?: unknown) => {
    const answer = await commit(value)
    await knexClient.executionPromise
    if (answer?.response?.command === 'ROLLBACK') {
      throw new Error('Nothing was committed: a query of this transaction had failed')
    }
    return answer
  }
  return trx
}
