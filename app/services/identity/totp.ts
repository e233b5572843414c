import encryption from '@adonisjs/core/services/encryption'
import { generateSecret, generateSync, generateURI, verifySync } from 'otplib'
import { type Clock, SystemClock } from '#values/clock'

const PURPOSE = 'totp_secret'
const PERIOD_SECONDS = 30

/**
 * One period either side: phones drift, and people type slowly (RFC 6238, section 5.2).
 * The telephone's clock is the real one, even where the demo has moved its own: hence SystemClock.
 */
const telephoneClock = new SystemClock()

const epochOf = (clock: Clock) => Math.floor(clock.now().toSeconds())

/** A fresh secret of 160 bits, in base32 as authenticator applications want it. */
export function newTotpSecret(): string {
  return generateSecret()
}

export function encryptTotpSecret(secret: string): string {
  return encryption.encrypt(secret, { purpose: PURPOSE })
}

export function decryptTotpSecret(stored: string): string {
  const secret = encryption.decrypt<string>(stored, PURPOSE)
  if (!secret) throw new Error('A second factor cannot be read: has APP_KEY changed?')
  return secret
}

/** What the QR code says. */
export function totpUri(secret: string, label: string): string {
  return generateURI({ issuer: 'Peerfy', label, secret })
}

/** The six digits of this instant; for tests and for the demo's help alone. */
export function currentTotpCode(secret: string, clock: Clock = telephoneClock): string {
  return generateSync({ secret, epoch: epochOf(clock) })
}

/**
 * The time step that the code belongs to, or null if it is wrong or not newer than `afterStep`:
 * a code that was used once is never good again.
 */
export function matchTotpStep(
  secret: string,
  code: string,
  afterStep: bigint | null,
  clock: Clock = telephoneClock
): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null
  const result = verifySync({
    secret,
    token: code,
    epoch: epochOf(clock),
    epochTolerance: PERIOD_SECONDS,
  })
  if (!result.valid || !('timeStep' in result)) return null
  if (afterStep !== null && BigInt(result.timeStep) <= afterStep) return null
  return result.timeStep
}

/** A code that was not used yet: this period's, else the next one's, which is accepted early. */
export function freshTotpCode(secret: string, lastStep: bigint | null): string {
  const step = Math.floor(epochOf(telephoneClock) / PERIOD_SECONDS)
  const fresh = lastStep !== null && lastStep >= BigInt(step) ? Number(lastStep) + 1 : step
  return generateSync({ secret, epoch: fresh * PERIOD_SECONDS })
}
