import { isPeriod, type Period } from '#values/period'
import type { Weighted } from '#values/apportion'
import { BASIS_POINTS } from '#values/ratio'
import { AllocationInputError } from './input_error.js'

/** The keys among which each contribution is divided. */
export const KEYS = ['artists', 'contributions', 'operations'] as const
export type Key = (typeof KEYS)[number]

/** What the members voted for a month, as its frozen `policy.json` says it. */
export type AllocationPolicy = {
  readonly period: Period
  readonly ruleVersion: 1
  readonly resolutionId: string
  /** Basis points, 10 000 in all, in the order of `KEYS`. */
  readonly keys: readonly Weighted<Key>[]
  readonly weights: { readonly listening: bigint; readonly download: bigint }
  /** The voted causes in basis points, 10 000 in all, sorted by id. */
  readonly causes: readonly Weighted[]
  readonly payoutThresholdCents: bigint
  readonly carryMonths: bigint
}

const ID = /^[A-Za-z0-9._:-]{1,64}$/
const WHOLE = /^(0|[1-9][0-9]*)$/

/**
 * Reads and checks `policy.json`. Fields that the rule does not know are left alone.
 *
 * @throws AllocationInputError that names the field and its line
 */
export function parsePolicy(content: Uint8Array, file = 'policy.json'): AllocationPolicy {
  const reader = new PolicyReader(content, file)
  return reader.read()
}

/** Numbers keep their source text, so that 7000.0 or 7e3 is seen and a huge one stays exact. */
class SourceNumber {
  constructor(readonly source: string) {}
}

class PolicyReader {
  readonly #text: string
  readonly #file: string

  constructor(content: Uint8Array, file: string) {
    this.#file = file
    this.#text = this.#decode(content)
  }

  read(): AllocationPolicy {
    const policy = this.#object(this.#parse(), 'policy.json')
    const period = policy.get('period')
    if (!isPeriod(period)) this.#fail('period', 'must be a month written as "YYYY-MM"')
    const version = policy.get('rule_version')
    if (!(version instanceof SourceNumber && version.source === '1')) {
      this.#fail('rule_version', 'must be 1, the only version of the rule so far')
    }
    const resolutionId = policy.get('resolution_id')
    if (typeof resolutionId !== 'string' || !ID.test(resolutionId)) {
      this.#fail('resolution_id', 'must name the resolution that voted the policy')
    }
    const zeroUsage = this.#object(policy.get('zero_usage'), 'zero_usage')
    return {
      period,
      ruleVersion: 1,
      resolutionId,
      keys: this.#keys(policy),
      weights: this.#weights(policy),
      causes: this.#causes(policy),
      payoutThresholdCents: this.#whole(policy, 'payout_threshold_cents'),
      carryMonths: this.#whole(zeroUsage, 'carry_months'),
    }
  }

  #keys(policy: Map<string, unknown>): Weighted<Key>[] {
    const keys = this.#object(policy.get('keys'), 'keys')
    const unknown = [...keys.keys()].find((key) => !(KEYS as readonly string[]).includes(key))
    if (unknown !== undefined) this.#fail(unknown, 'is not a key of rule version 1')
    const shares = KEYS.map((id) => ({ id, weight: this.#whole(keys, id) }))
    this.#sumsToWhole(shares, 'keys')
    return shares
  }

  #weights(policy: Map<string, unknown>) {
    const weights = this.#object(policy.get('weights'), 'weights')
    return {
      listening: this.#whole(weights, 'listening'),
      download: this.#whole(weights, 'download'),
    }
  }

  #causes(policy: Map<string, unknown>): Weighted[] {
    const causes = this.#object(policy.get('causes'), 'causes')
    const bad = [...causes.keys()].find((id) => !ID.test(id))
    if (bad !== undefined) this.#fail(bad, 'is not an id: use 1 to 64 of A-Z a-z 0-9 . _ : -')
    const shares = [...causes.keys()].sort().map((id) => ({ id, weight: this.#whole(causes, id) }))
    this.#sumsToWhole(shares, 'causes')
    return shares
  }

  #sumsToWhole(shares: readonly Weighted[], field: string): void {
    const sum = shares.reduce((total, share) => total + share.weight, 0n)
    if (sum !== BASIS_POINTS) {
      this.#fail(field, `must sum to 10000 basis points, and sums to ${sum}`)
    }
  }

  #whole(fields: Map<string, unknown>, field: string): bigint {
    const value = fields.get(field)
    if (!(value instanceof SourceNumber) || !WHOLE.test(value.source)) {
      this.#fail(field, 'must be a whole number, 0 or more, without quotes, point or exponent')
    }
    return BigInt(value.source)
  }

  #object(value: unknown, field: string): Map<string, unknown> {
    if (!(value instanceof Map)) this.#fail(field, 'must be an object { … }')
    return value as Map<string, unknown>
  }

  #parse(): unknown {
    try {
      return JSON.parse(this.#text, keepSources)
    } catch (error) {
      const message = (error as Error).message
      const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1)
      throw new AllocationInputError(this.#file, line, `is not JSON: ${message}`)
    }
  }

  #decode(content: Uint8Array): string {
    if (content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf) {
      throw new AllocationInputError(this.#file, 1, 'starts with a byte order mark: remove it')
    }
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(content)
    } catch {
      throw new AllocationInputError(this.#file, 1, 'is not UTF-8: save it as UTF-8')
    }
  }

  #fail(field: string, reason: string): never {
    const at = this.#text.indexOf(JSON.stringify(field))
    const line = at < 0 ? 1 : this.#text.slice(0, at).split('\n').length
    throw new AllocationInputError(this.#file, line, `"${field}" ${reason}`)
  }
}

/** Objects become maps, so that a field named like something of Object.prototype is just a field. */
function keepSources(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === 'number') return new SourceNumber(context?.source ?? String(value))
  if (value && typeof value === 'object' && !Array.isArray(value)) {
    return value instanceof SourceNumber || value instanceof Map
      ? value
      : new Map(Object.entries(value))
  }
  return value
}
