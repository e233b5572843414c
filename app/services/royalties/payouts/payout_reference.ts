/**
 * What the payee reads on the bank statement, at most 35 characters as transfers take it: the
 * month, its revision and the start of the payee's id. It leads back to the month's statement.
 */
export function payoutReference(period: string, revision: number, payeeId: string): string {
  return `PEERFY ${period} r${revision} ${payeeId.replaceAll('-', '').slice(0, 12)}`
}
