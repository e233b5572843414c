/** A cause and its share in basis points; the lines of a list sum to 10 000. */
export type CauseLine = { cause_id: string; basis_points: number }

/** What the running costs' share pays for, by the voted budget, in basis points. */
export type OperationLine = { label_fr: string; label_en: string; basis_points: number }

/** summary.json of a closed period (design section 4): figures are decimal strings. */
export type PeriodSummary = Record<string, string | number>

/** Why a close's step or a publication stopped: a refusal's code and figures; the texts have the words. */
export type StepRefusal = { code: string; figures: Record<string, string | number> }

export type { StatuteSettings } from '#services/statutes/statute_settings'
