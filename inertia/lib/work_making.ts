/** What the office's forms of a work offer; ids as text, days `YYYY-MM-DD`. */
export type LicenceChoices = {
  today: string
  /** The artist's own, which most often signs. */
  rightsHolderId: string | null
  holders: { id: string; name: string }[]
  payees: { id: string; name: string; kind: string }[]
  texts: { id: string; title: string; allowsPaidUse: boolean }[]
  /** The sheet in force, to begin the next one from. */
  current: { payeeId: string; role: string; basisPoints: number }[]
}

/** In what quality a payee is paid. */
export const PAYEE_KINDS = ['author', 'performer', 'producer', 'label', 'publisher'] as const
export const LEGAL_FORMS = ['person', 'group', 'company', 'association'] as const
