import Publication from '#models/publication/publication'
import { PublicationError } from '#services/publication/errors'
import { parsePeriod } from '#values/period'
import { replayAllocation } from './verification/replay_allocation.js'
import { VERIFY_STEPS, type VerifyStep } from './verification/verification_error.js'
import { verifyOnChain } from './verification/verify_chain.js'
import { verifyFiles } from './verification/verify_files.js'
import { verifyRegisters } from './verification/verify_registers.js'
import { verifyApprovals, verifyReport } from './verification/verify_report.js'
import { verifyStatements } from './verification/verify_statements.js'
import { verifyUsage } from './verification/verify_usage.js'
import { verifyTree } from './verification/verify_tree.js'

type Say = (step: VerifyStep, sentence: string) => void
type Options = { rpcUrl?: string; say?: Say }

const WORK: Record<VerifyStep, (publication: Publication, rpcUrl?: string) => Promise<string>> = {
  files: verifyFiles,
  usage: verifyUsage,
  registers: verifyRegisters,
  allocation: replayAllocation,
  statements: verifyStatements,
  tree: verifyTree,
  report: verifyReport,
  approvals: verifyApprovals,
  chain: verifyOnChain,
}

/**
 * Verifies a whole month from its frozen input to the chain (P13, P21 to P24); stops at the first
 * step that does not hold, because all later ones stand on it. Changes nothing.
 *
 * @returns null when everything holds, else the step that does not and why
 * @throws InvalidPeriodError, PublicationError not_sealed
 */
export async function verifyPeriod(
  period: string,
  { rpcUrl, say = () => {} }: Options = {}
): Promise<{ step: VerifyStep; reason: string } | null> {
  const publication = await Publication.query()
    .where('period', parsePeriod(period))
    .orderBy('revision', 'desc')
    .first()
  if (!publication) {
    throw new PublicationError('not_sealed', `${period} has not been closed: nothing to verify`)
  }
  for (const step of VERIFY_STEPS) {
    try {
      say(step, await WORK[step](publication, rpcUrl))
    } catch (error) {
      return { step, reason: error instanceof Error ? error.message : String(error) }
    }
  }
  return null
}
