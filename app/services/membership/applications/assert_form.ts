import applicationsConfig from '#config/applications'
import { ageRefusal, needsRepresentative } from '#services/membership/applications/age'
import type { ApplicationForm } from '#services/membership/create_application'
import type { MemberCategory, StatuteSettings } from '#services/statutes/statute_settings'
import type { Clock } from '#values/clock'

/** Why a form is refused, and beside which field the words stand. */
export type FormRefusal = {
  code: string
  field: string
  figures?: Record<string, string | number>
}

/** What the statutes and the law say of a form whose fields are well written; null if nothing. */
export function formRefusal(
  form: ApplicationForm,
  settings: StatuteSettings,
  clock: Clock
): FormRefusal | null {
  const category = settings.categories.find(({ code }) => code === form.categoryCode)
  if (!category) return { code: 'unknown_category', field: 'category' }
  return (
    kindRefusal(form, category) ??
    sharesRefusal(form, category, settings) ??
    (form.kind === 'natural' ? personRefusal(form, clock) : organisationRefusal(form))
  )
}

function kindRefusal(form: ApplicationForm, category: MemberCategory): FormRefusal | null {
  if (category.kinds.includes(form.kind)) return null
  return { code: 'category_not_for_kind', field: 'category' }
}

function sharesRefusal(
  form: ApplicationForm,
  category: MemberCategory,
  { capital }: StatuteSettings
): FormRefusal | null {
  const { minShares: min } = category
  if (form.shares < min) return { code: 'too_few_shares', field: 'shares', figures: { min } }
  if (form.shares > applicationsConfig.mostShares) {
    const figures = { max: applicationsConfig.mostShares }
    return { code: 'too_many_shares', field: 'shares', figures }
  }
  if (form.payment === 'part' && capital.paidUpBp >= 10_000) {
    return { code: 'part_not_allowed', field: 'payment' }
  }
  return null
}

function personRefusal(form: ApplicationForm, clock: Clock): FormRefusal | null {
  if (!form.birthDate) return { code: 'birth_date_missing', field: 'birth_date' }
  const refusal = ageRefusal(form.birthDate, clock.now())
  if (refusal) {
    const figures = { age: applicationsConfig.youngestAgeYears }
    return { code: `birth_date_${refusal}`, field: 'birth_date', figures }
  }
  const signsWith = form.representativeName && form.representativeCapacity
  if (needsRepresentative(form.birthDate, clock.now()) && !signsWith) {
    const field = form.representativeName ? 'representative_capacity' : 'representative_name'
    return { code: 'minor_alone', field }
  }
  return null
}

/** A French organisation has a SIREN, and its SIRET begins with it. */
function organisationRefusal({ country, siren, siret }: ApplicationForm): FormRefusal | null {
  if (country === 'FR' && !siren) return { code: 'siren_missing', field: 'siren' }
  if (siren && siret && !siret.startsWith(siren)) {
    return { code: 'siret_of_another', field: 'siret' }
  }
  return null
}
