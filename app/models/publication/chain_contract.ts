import { ChainContractSchema } from '#database/schema'

export const REGISTRY_NAME = 'PeriodRegistry'

/** A contract that the co-operative deployed: where it is, and what can be asked of it. */
export default class ChainContract extends ChainContractSchema {
  /** The registry in use on a chain; null before the first deployment. */
  static registryOn(chainId: number): Promise<ChainContract | null> {
    return this.query().where({ chainId, name: REGISTRY_NAME }).whereNull('retiredAt').first()
  }
}
