import canonicalize from 'canonicalize'
import { keccak256, sha256 } from 'ethers/crypto'

/** SHA-256 of a document's RFC 8785 bytes: the same whatever the order of its keys in the file. */
export function documentHash(document: unknown): string {
  return sha256(new TextEncoder().encode(canonicalize(document)))
}

/** `2026-10` is 202610 on the chain and in the leaf. */
export function periodNumber(period: string): number {
  return Number(period.replace('-', ''))
}

/** keccak(keccak(abi.encode(uint32 period, bytes32 statementHash, bytes32 salt))). */
export function leafHash(period: string, statementHash: string, salt: string): string {
  const encoded = word(periodNumber(period)) + statementHash.slice(2) + salt.slice(2)
  return keccak256(keccak256(`0x${encoded}`))
}

/** Walks from a leaf to the root; at each level the smaller of the two hashes goes first. */
export function rootFrom(leaf: string, proof: string[]): string {
  return proof.reduce((node, sibling) => {
    const pair = [node.toLowerCase(), sibling.toLowerCase()].sort()
    return keccak256(`0x${pair[0]!.slice(2)}${pair[1]!.slice(2)}`)
  }, leaf)
}

/** A number as the 32-byte word of a contract call, without 0x. */
export function word(value: number): string {
  return value.toString(16).padStart(64, '0')
}

export function sameHash(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
