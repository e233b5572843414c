import Payee from '#models/licensing/payee'

export function findPayee(id: string): Promise<Payee | null> {
  return Payee.find(id)
}
