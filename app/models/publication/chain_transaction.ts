import { ChainTransactionSchema } from '#database/schema'

/**
 * The life of one publication on the chain; only the state machine moves it
 * (services/publication/chain). `failure` on a row that has not failed is what stands in its way.
 */
export default class ChainTransaction extends ChainTransactionSchema {
  get isFinished(): boolean {
    return this.state === 'verified' || this.state === 'failed'
  }
}
