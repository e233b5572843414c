/** A proxy as the pages show it; without a holder it is blank, the chair's. */
export type ProxyRow = {
  id: string
  state: 'given' | 'accepted' | 'refused' | 'revoked'
  via: 'online' | 'paper'
  from: { id: string; number: number; name: string }
  to: { id: string; number: number; name: string } | null
  hasScan: boolean
  givenAt: string
}
