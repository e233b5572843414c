import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { InterfaceAbi } from 'ethers'

const require = createRequire(import.meta.url)
const SOURCE_FILE = new URL('../../../../contracts/PeriodRegistry.sol', import.meta.url)
const SOURCE_NAME = 'contracts/PeriodRegistry.sol'
const CONTRACT_NAME = 'PeriodRegistry'

/** Part of the artefact's identity: the same source compiled otherwise is another bytecode. */
const SETTINGS = {
  evmVersion: 'cancun',
  optimizer: { enabled: true, runs: 200 },
  outputSelection: { '*': { [CONTRACT_NAME]: ['abi', 'evm.bytecode.object'] } },
}

export type ContractArtefact = {
  abi: InterfaceAbi
  /** 0x-prefixed creation code, without constructor arguments. */
  bytecode: string
  /** SHA-256 of source, library version, compiler version and settings. */
  sourceHash: string
  compiler: string
}

/**
 * Compiles contracts/PeriodRegistry.sol with the solc of node_modules (about 0.7 s) and keeps the
 * result in `cacheDirectory` under the hash of everything that went into it, so that a later call
 * with the same source only reads a file. No binary is kept in the repository: the artefact can be
 * rebuilt by anybody from the source.
 *
 * @throws Error with the compiler's messages when the source does not compile.
 */
export async function compileContract(options: {
  cacheDirectory: string
}): Promise<ContractArtefact> {
  const source = await readFile(SOURCE_FILE, 'utf8')
  const sourceHash = hashOf(source)
  const cached = join(options.cacheDirectory, `${CONTRACT_NAME}-${sourceHash}.json`)
  const known = await readFile(cached, 'utf8').catch(() => null)
  if (known) return JSON.parse(known)

  const artefact = await compile(source, sourceHash)
  await mkdir(options.cacheDirectory, { recursive: true })
  // Written aside and renamed: another process never reads half a file.
  const partial = `${cached}.${process.pid}`
  await writeFile(partial, JSON.stringify(artefact))
  await rename(partial, cached)
  return artefact
}

function hashOf(source: string): string {
  const versions = ['solc', '@openzeppelin/contracts'].map(
    (name) => `${name}@${require(`${name}/package.json`).version}`
  )
  return createHash('sha256')
    .update([source, ...versions, JSON.stringify(SETTINGS)].join('\0'))
    .digest('hex')
}

type CompilerOutput = {
  errors?: { severity: string; formattedMessage: string }[]
  contracts?: Record<
    string,
    Record<string, { abi: unknown[]; evm: { bytecode: { object: string } } }>
  >
}

async function compile(source: string, sourceHash: string): Promise<ContractArtefact> {
  // Loaded only when there is something to compile: it is 8 MB of WebAssembly.
  const { default: solc } = await import('solc')
  const input = {
    language: 'Solidity',
    sources: { [SOURCE_NAME]: { content: source } },
    settings: SETTINGS,
  }
  const output: CompilerOutput = JSON.parse(
    solc.compile(JSON.stringify(input), { import: readImport })
  )
  const errors = (output.errors ?? []).filter((message) => message.severity === 'error')
  const contract = output.contracts?.[SOURCE_NAME]?.[CONTRACT_NAME]
  if (errors.length > 0 || !contract) {
    const details = errors.map((message) => message.formattedMessage).join('\n')
    throw new Error(`contracts/PeriodRegistry.sol does not compile:\n${details}`)
  }
  return {
    abi: contract.abi as InterfaceAbi,
    bytecode: `0x${contract.evm.bytecode.object}`,
    sourceHash,
    compiler: solc.version(),
  }
}

/** solc's import callback is synchronous: the files are small and read once. */
function readImport(path: string): { contents: string } | { error: string } {
  try {
    return { contents: require('node:fs').readFileSync(require.resolve(path), 'utf8') }
  } catch {
    return { error: `${path} is not installed` }
  }
}
