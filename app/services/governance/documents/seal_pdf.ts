import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { plainAddPlaceholder } from '@signpdf/placeholder-plain'
import { P12Signer } from '@signpdf/signer-p12'
import { SignPdf } from '@signpdf/signpdf'
import forge from 'node-forge'
import env from '#start/env'
import { GovernanceError } from '#services/governance/errors'
import type { Clock } from '#values/clock'

const KEY_BITS = 3072
const YEARS_GOOD = 10
const SIGNATURE_BYTES = 16_384

/**
 * Seals a PDF with the co-operative's certificate: whoever changes a byte afterwards is found out
 * by any reader of PDF. The time is the house's own clock: there is no time stamp of a third party.
 */
export async function sealPdf(
  pdf: Buffer,
  { name, reason, clock }: { name: string; reason: string; clock: Clock }
): Promise<Buffer> {
  const now = clock.now().toJSDate()
  const prepared = plainAddPlaceholder({
    pdfBuffer: pdf,
    reason,
    name,
    contactInfo: '',
    location: '',
    signingTime: now,
    subFilter: 'ETSI.CAdES.detached',
    signatureLength: SIGNATURE_BYTES,
  })
  const certificate = await sealCertificate(name, now)
  const passphrase = env.get('SEAL_CERTIFICATE_PASSPHRASE')?.release() ?? ''
  return new SignPdf().sign(prepared, new P12Signer(certificate, { passphrase }), now)
}

/** The configured certificate; in embedded mode one of our own, made at its first use. */
async function sealCertificate(name: string, now: Date): Promise<Buffer> {
  const configured = env.get('SEAL_CERTIFICATE')
  if (configured) return readFile(configured)
  if (env.get('PEERFY_MODE') === 'server') throw new GovernanceError('seal_not_configured')
  const path = resolve(env.get('PEERFY_STORAGE'), 'governance', 'seal.p12')
  if (existsSync(path)) return readFile(path)
  const made = selfSigned(name, now)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, made, { mode: 0o600 })
  return made
}

function selfSigned(name: string, now: Date): Buffer {
  const keys = forge.pki.rsa.generateKeyPair(KEY_BITS)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = keys.publicKey
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(15))}`
  certificate.validity.notBefore = now
  certificate.validity.notAfter = new Date(now)
  certificate.validity.notAfter.setFullYear(now.getFullYear() + YEARS_GOOD)
  const subject = [
    { shortName: 'CN', value: plainName(name) },
    { shortName: 'O', value: plainName(name) },
  ]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([{ name: 'keyUsage', digitalSignature: true, nonRepudiation: true }])
  certificate.sign(keys.privateKey, forge.md.sha256.create())
  const p12 = forge.pkcs12.toPkcs12Asn1(keys.privateKey, [certificate], '', { algorithm: 'aes256' })
  return Buffer.from(forge.asn1.toDer(p12).getBytes(), 'binary')
}

/** Readers look the signer up by this name: letters that every one of them encodes alike. */
function plainName(name: string): string {
  const letters = name.replace(/[‘’]/g, "'").normalize('NFD')
  return letters.replace(/[^\u0020-\u007e]/g, '').trim() || 'Peerfy'
}
