import type { MemberKind } from '~/lib/join'

export type ApplicationState =
  'unsigned' | 'submitted' | 'admitted' | 'refused' | 'withdrawn' | 'lapsed'

/** An application as its pages receive it; amounts in cents as decimal strings. */
export type ApplicationFacts = {
  id: string
  reference: string
  state: ApplicationState
  kind: MemberKind
  name: string
  email: string
  category: string
  shares: number
  nominalCents: string
  amountCents: string
  firstPaymentCents: string
  statutes: { version: number; label: string }
  bulletinSha256: string | null
  createdAt: string
  signedAt: string | null
  /** The day by which the statutes want a decision. */
  decideBy: string | null
  decides: string
  decision: { body: string; reference: string; date: string; reason: string | null } | null
  /** True while it may be withdrawn and papers may be added. */
  isOpen: boolean
}

export type Paper = {
  code: string
  label: string
  required: boolean
  files: {
    id: string
    fileName: string
    mimeType: string
    size: string
    sha256: string
    uploadedAt: string
  }[]
}

export type Payment = {
  amountCents: string
  reference: string
  holder: string
  iban: string | null
  bic: string | null
  qr: string | null
}

export type Duplicate = {
  what: 'member' | 'application'
  id: string
  label: string | null
  name: string
  email: string
  state: string
  reasons: string[]
}

export type ApplicationEvent = {
  at: string
  kind: string
  actor: string
  detail: Record<string, string>
}

/** Four signs at a time, as banks print it. */
export const groupedIban = (iban: string): string => iban.replace(/(.{4})(?=.)/g, '$1 ')
