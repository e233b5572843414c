import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { readJson, writeJson } from './files.mjs'
import { PlainError } from './say.mjs'

const hex = (bytes) => () => randomBytes(bytes).toString('hex')

/** Every secret of an embedded co-operative and how it is made, once. */
const RECIPES = {
  appKey: hex(32),
  trackerTokenKey: hex(32),
  databaseOwnerPassword: hex(24),
  databasePassword: hex(24),
  chainMnemonic: newMnemonic,
}

/**
 * The secrets of a storage folder, in `secrets.json` for its owner alone. What is missing is made
 * and written; what is there never changes: old links, sessions and chain keys depend on it.
 */
export async function loadSecrets(storage) {
  const file = join(storage, 'secrets.json')
  let kept
  try {
    kept = readJson(file, {})
  } catch {
    throw new PlainError(
      `${file} belongs to another user: run this as that user, or set PEERFY_STORAGE to a folder of your own.`
    )
  }
  const missing = Object.keys(RECIPES).filter((name) => !kept[name])
  for (const name of missing) kept[name] = await RECIPES[name]()
  if (!kept.chainKeys) {
    kept.chainKeys = await deriveKeys(kept.chainMnemonic)
    missing.push('chainKeys')
  }
  if (missing.length > 0) writeJson(file, kept)
  return kept
}

async function newMnemonic() {
  const { Mnemonic } = await import('ethers')
  return Mnemonic.entropyToPhrase(randomBytes(16))
}

/** Private keys of the first accounts that the local chain funds. */
async function deriveKeys(mnemonic) {
  const { HDNodeWallet, Mnemonic } = await import('ethers')
  const root = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(mnemonic), "m/44'/60'/0'/0")
  return [0, 1, 2, 3].map((index) => root.deriveChild(index).privateKey)
}
