import { id } from 'ethers'

/**
 * What the application uses of contracts/PeriodRegistry.sol, in ethers' readable form. A test
 * compares it with the compiled contract.
 */
export const PERIOD_REGISTRY_ABI = [
  'constructor(address admin, address publisher)',
  'function publish(uint32 period, uint32 expectedRevision, bytes32 root, bytes32 docHash, tuple(uint64 artists, uint64 contributions, uint64 operations, uint64 vat, uint64 fees) totals) returns (uint32 revision)',
  'function revisionCount(uint32 period) view returns (uint32)',
  'function record(uint32 period, uint32 revision) view returns (tuple(bytes32 root, bytes32 docHash, tuple(uint64 artists, uint64 contributions, uint64 operations, uint64 vat, uint64 fees) totals, uint64 publishedAt))',
  'function hasRole(bytes32 role, address account) view returns (bool)',
  'function grantRole(bytes32 role, address account)',
  'function EMPTY_ROOT() view returns (bytes32)',
  'event Published(uint32 indexed period, uint32 indexed revision, bytes32 indexed root, bytes32 docHash, tuple(uint64 artists, uint64 contributions, uint64 operations, uint64 vat, uint64 fees) totals, address publisher, uint64 publishedAt)',
  'error InvalidPeriod(uint32 period)',
  'error UnexpectedRevision(uint32 period, uint32 expected, uint32 current)',
  'error MissingHash()',
  'error UnknownRevision(uint32 period, uint32 revision)',
  'error AccessControlUnauthorizedAccount(address account, bytes32 neededRole)',
]

export const PUBLISHER_ROLE = id('PUBLISHER_ROLE')

/** Root published for a month without any statement; the same constant is in the contract. */
export const EMPTY_ROOT = id('peerfy.period-registry.no-statement')

/** A month's totals as the contract takes them, in micro-euro. */
export type RegistryTotals = {
  artists: bigint
  contributions: bigint
  operations: bigint
  vat: bigint
  fees: bigint
}
