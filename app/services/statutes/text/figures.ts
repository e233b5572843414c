import type { I18n } from '@adonisjs/i18n'
import { seatOf } from '#services/statutes/legal_mention'
import { bodyLines, categoryLines, collegeLines } from '#services/statutes/text/lists'
import type {
  AssemblyRules,
  DecidingBody,
  Fraction,
  StatuteSettings,
} from '#services/statutes/statute_settings'
import { milliText, percentText, yearEndText } from '#services/statutes/text/words'
import { formatCents } from '#values/money'

/** What the words of the statutes may name: `{nominal}` reads « 20,00 € ». */
export type StatuteFigures = Record<string, string>

/**
 * Every number and list of the settings as the statutes write them, in the reader's language: the
 * text is made from these, so that it cannot say another number than the one that is obeyed.
 */
export function statuteFigures(settings: StatuteSettings, i18n: I18n): StatuteFigures {
  const { identity, proxies, notices } = settings
  const english = i18n.locale === 'en'
  return {
    name: identity.name,
    form_words: identity.formWords,
    legal_form_long: i18n.t(`statutes.text.form.${identity.legalForm}`),
    purpose: (english && identity.purposeEn) || identity.purposeFr,
    seat: seatOf(identity),
    year_end: yearEndText(identity.yearEnd, i18n.locale),
    proxies: String(proxies.max),
    consent_days: String(notices.consentDays),
    ...capitalFigures(settings, i18n),
    ...memberFigures(settings, i18n),
    ...assemblyFigures(settings, i18n),
    ...surplusFigures(settings, i18n),
  }
}

function capitalFigures({ capital }: StatuteSettings, i18n: I18n): StatuteFigures {
  const euros = (cents: string) => formatCents(cents || '0', i18n.locale)
  const nominal = BigInt(capital.nominalCents || '0')
  const { body, withinDays } = capital.transferRefusal
  const rule = body === 'nobody' ? 'transfer_free' : 'transfer_refusal'
  return {
    nominal: euros(capital.nominalCents),
    statutory_capital: euros(capital.statutoryCapitalCents),
    statutory_minimum: euros(capital.statutoryMinimumCents),
    share_count: nominal
      ? number(BigInt(capital.statutoryCapitalCents || '0') / nominal, i18n)
      : '0',
    paid_up_rule: i18n.t(
      `statutes.text.${capital.paidUpBp < 10_000 ? 'paid_up_part' : 'paid_up_whole'}`,
      {
        part: percentText(capital.paidUpBp, i18n.locale),
        months: capital.paidUpMonths,
      }
    ),
    transfer_rule: i18n.t(`statutes.text.${rule}`, {
      body: body === 'nobody' ? '' : bodyName(body, i18n),
      days: withinDays,
    }),
  }
}

function memberFigures(settings: StatuteSettings, i18n: I18n): StatuteFigures {
  const { admission, exit, exclusion } = settings
  return {
    categories: categoryLines(settings, i18n),
    colleges: collegeLines(settings, i18n),
    admission_body: opening(bodyName(admission.body, i18n)),
    admission_days: String(admission.withinDays),
    exit_months: String(exit.noticeMonths),
    repayment_months: String(exit.repaymentMonths),
    tail_months: String(exit.tailMonths),
    loss_rule: i18n.t(`statutes.text.losses_${exit.imputeReserves ? 'reserves' : 'shares'}`),
    hearing_days: String(exclusion.hearingDays),
    exclusion_majority: i18n.t('statutes.text.at_least', {
      part: fractionWords(exclusion.majority, i18n),
    }),
  }
}

function assemblyFigures({ assemblies, voting }: StatuteSettings, i18n: I18n): StatuteFigures {
  return {
    ...meetingFigures('ordinary', assemblies.ordinary, i18n),
    ...meetingFigures('extraordinary', assemblies.extraordinary, i18n),
    abstention_rule: i18n.t(`statutes.text.abstention.${voting.abstention}`),
  }
}

function meetingFigures(name: string, rules: AssemblyRules, i18n: I18n): StatuteFigures {
  const { noticeDays, quorum, majority } = rules
  return {
    [`${name}_notice`]: String(noticeDays.first),
    [`${name}_notice_second`]: String(noticeDays.second),
    [`${name}_quorum`]: quorumWords(quorum.first, i18n),
    [`${name}_quorum_second`]: quorumWords(quorum.second, i18n),
    [`${name}_majority`]: i18n.t(`statutes.text.${majority.strict ? 'more_than' : 'at_least'}`, {
      part: fractionWords(majority, i18n),
    }),
  }
}

function surplusFigures(settings: StatuteSettings, i18n: I18n): StatuteFigures {
  const { reserves, interest, review, accounts } = settings
  return {
    legal_reserve: percentText(reserves.legalBp, i18n.locale),
    statutory_reserve: percentText(reserves.statutoryBp, i18n.locale),
    interest_points: i18n.t('statutes.text.points', {
      points: milliText(interest.marginMillipercent, i18n.locale),
      plural: interest.marginMillipercent >= 2_000 ? 'other' : 'one',
    }),
    bodies: bodyLines(settings, i18n),
    review_years: String(review.everyYears),
    approval_months: String(accounts.approvalMonths),
  }
}

/** « le conseil », « l’assemblée générale ». */
const bodyName = (body: DecidingBody, i18n: I18n): string => i18n.t(`statutes.text.body.${body}`)

const opening = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function quorumWords(part: Fraction, i18n: I18n): string {
  if (part.numerator === 0) return i18n.t('statutes.text.no_quorum')
  return i18n.t('statutes.text.quorum', { part: fractionWords(part, i18n) })
}

const WORDED = new Set(['1_2', '1_3', '2_3', '1_4', '3_4', '1_5', '1_10'])

function fractionWords({ numerator, denominator }: Fraction, i18n: I18n): string {
  const key = `${numerator}_${denominator}`
  if (WORDED.has(key)) return i18n.t(`statutes.fraction.${key}`)
  return `${numerator}/${denominator}`
}

function number(value: bigint, i18n: I18n): string {
  return new Intl.NumberFormat(i18n.locale).format(value)
}
