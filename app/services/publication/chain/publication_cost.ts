import chainConfig from '#config/chain'
import { centsToMicro } from '#values/money'

const WEI_PER_COIN = 10n ** 18n

/**
 * What a publication cost (P26), in µ€: gas × price paid × the coin's configured price, rounded up,
 * because a cost is never shown as less than it was.
 */
export function costMicro(
  gasUsed: bigint | string | null,
  gasPriceWei: bigint | string | null
): bigint | null {
  if (gasUsed === null || gasPriceWei === null) return null
  const wei = BigInt(gasUsed) * BigInt(gasPriceWei)
  const micro = wei * centsToMicro(chainConfig.coinPriceCents)
  return (micro + WEI_PER_COIN - 1n) / WEI_PER_COIN
}
