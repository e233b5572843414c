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

type Say = (key: string) => string
const of = (name: string) => `catalogue.office.making.${name}`

/** What a draft says of itself: asked when it is made, and when it is corrected. */
export const titleField = (t: Say) => ({
  ...{ name: 'title', label: t(of('work_title')), required: true },
})
export const moreWordsFields = (t: Say) => [
  { name: 'isrc', label: 'ISRC', hint: t(of('optional')) },
  ...['description_fr', 'description_en'].map((name) => ({
    ...{ name, label: t(of(name)), hint: t(of('optional')), long: true },
  })),
]
