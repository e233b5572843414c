import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { err, ok, type Result } from '#values/result'

/** Why an act of a meeting was refused; `code` is its key in the texts, with its figures. */
export type GovernanceRefusal = { code: string; figures: Record<string, string | number> }

/** Undoes the transaction it is thrown in: the use case answers with its refusal. */
export class GovernanceError extends Error {
  readonly name = 'GovernanceError'
  readonly refusal: GovernanceRefusal

  constructor(code: string, figures: GovernanceRefusal['figures'] = {}) {
    super(`${code} ${JSON.stringify(figures)}`)
    this.refusal = { code, figures }
  }
}

/** Gates of the database (0110, 0111) by the name of their constraint. */
const GATES: Record<string, string> = {
  vote_open: 'vote_not_open',
  vote_ended: 'vote_closed',
  vote_has_ballots: 'vote_has_ballots',
  ballot_of_assembly: 'not_an_elector',
  ballot_form: 'wrong_form',
  agenda_frozen: 'agenda_frozen',
  resolution_decided: 'agenda_frozen',
  electorate_frozen: 'electorate_frozen',
  ballots_assembly_id_elector_member_id_fkey: 'not_an_elector',
  ballots_resolution_id_elector_member_id_key: 'already_voted',
  proxies_one: 'proxy_given_already',
  attendances_here: 'here_already',
}

/** The refusal that an error stands for; null for any other error. */
export function refusalOf(error: unknown): GovernanceRefusal | null {
  if (error instanceof GovernanceError) return error.refusal
  const constraint = (error as { constraint?: unknown } | null)?.constraint
  const code = typeof constraint === 'string' ? GATES[constraint] : undefined
  return code ? { code, figures: {} } : null
}

/** Runs a use case in one transaction; a refusal inside undoes everything and becomes the answer. */
export async function actOf<T>(
  work: (trx: TransactionClientContract) => Promise<T>,
  client: Pick<TransactionClientContract, 'transaction'> = db
): Promise<Result<T, GovernanceRefusal>> {
  try {
    return ok(await client.transaction(work))
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    return err(refusal)
  }
}
