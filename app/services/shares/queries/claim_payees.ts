import ClaimPayee from '#models/shares/claim_payee'

/** Who is paid in a former member's place, and on what evidence. */
export type PayeeLine = { name: string; iban: string; evidence: string }

/** The payee that counts of every claim that has one, by claim. */
export async function claimPayees(): Promise<Map<string, PayeeLine>> {
  const payees = await ClaimPayee.query().orderBy('version')
  return new Map(
    payees.map(({ claimId, name, iban, evidenceReference: evidence }) => [
      claimId,
      { name, iban, evidence },
    ])
  )
}
