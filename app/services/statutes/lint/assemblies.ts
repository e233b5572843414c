import type { Findings, LawName } from '#services/statutes/lint/findings'
import { compareFractions, fractionText, isPart } from '#services/statutes/lint/fractions'
import type {
  AssemblyRules,
  Fraction,
  LegalForm,
  StatuteSettings,
} from '#services/statutes/statute_settings'

type Meeting = 'ordinary' | 'extraordinary'
type Bounds = {
  notice: { law: LawName; first: number; second: number }
  quorum: { law: LawName } & Record<Meeting, { first: Fraction; second: Fraction }>
  majority: LawName
  abstention: LawName
  proxies: LawName
  consent: { law: LawName; days: number } | null
}

const part = (numerator: number, denominator: number): Fraction => ({ numerator, denominator })
const NONE = part(0, 1)
const HALF = part(1, 2)
const TWO_THIRDS = part(2, 3)
const AMENDING = { first: part(1, 4), second: part(1, 5) }

/** What the law sets for each form; an SAS is as free as its statutes, the SA's figures are its usage. */
const BOUNDS: Record<LegalForm, Bounds> = {
  SA: {
    notice: { law: 'noticeSa', first: 15, second: 10 },
    quorum: {
      law: 'quorumSa',
      ordinary: { first: part(1, 5), second: NONE },
      extraordinary: AMENDING,
    },
    majority: 'majoritySa',
    abstention: 'abstentionSa',
    proxies: 'proxiesSa',
    consent: { law: 'consentSa', days: 35 },
  },
  SARL: {
    notice: { law: 'noticeSarl', first: 15, second: 15 },
    quorum: { law: 'quorumSarl', ordinary: { first: NONE, second: NONE }, extraordinary: AMENDING },
    majority: 'majoritySarl',
    abstention: 'majoritySarl',
    proxies: 'proxiesSarl',
    consent: { law: 'consentSarl', days: 20 },
  },
  SAS: {
    notice: { law: 'noticeSas', first: 15, second: 10 },
    quorum: { law: 'quorumSas', ordinary: { first: NONE, second: NONE }, extraordinary: AMENDING },
    majority: 'majoritySas',
    abstention: 'majoritySas',
    proxies: 'proxiesSas',
    consent: null,
  },
}

/** More mandates in one hand than this, and a few people decide alone. */
const MANY_PROXIES = 10

/** Calling, counting and deciding (C18–C21, C24). */
export function lintAssemblies(settings: StatuteSettings, found: Findings): void {
  const { assemblies, identity, notices, proxies } = settings
  const form = identity.legalForm
  for (const meeting of ['ordinary', 'extraordinary'] as const) {
    const path = `assemblies.${meeting}`
    lintNotice(assemblies[meeting], path, form, found)
    lintQuorum(assemblies[meeting], { path, meeting, form }, found)
    lintMajority(assemblies[meeting], { path, meeting, form }, found)
  }
  const { ordinary, extraordinary } = assemblies
  if (isPart(ordinary.majority) && isPart(extraordinary.majority)) {
    if (compareFractions(extraordinary.majority, ordinary.majority) < 0) {
      found.error(BOUNDS[form].majority, 'assemblies.extraordinary.majority', 'amending_easier')
    }
  }
  const { consent } = BOUNDS[form]
  if (consent && notices.consentDays < consent.days) {
    found.error(consent.law, 'notices.consentDays', 'consent_days', {
      days: notices.consentDays,
      least: consent.days,
      form,
    })
  }
  if (notices.safetyDays < 1)
    found.warning(BOUNDS[form].notice.law, 'notices.safetyDays', 'safety_days')
  lintVoting(settings, found)
  const law = BOUNDS[form].proxies
  if (proxies.max < 1) {
    if (form === 'SAS') found.warning(law, 'proxies.max', 'proxies_none')
    else found.error(law, 'proxies.max', 'proxies_none')
  }
  if (proxies.max > MANY_PROXIES) {
    found.warning(law, 'proxies.max', 'proxies_many', { count: proxies.max })
  }
}

function lintNotice({ noticeDays }: AssemblyRules, path: string, form: LegalForm, found: Findings) {
  const bounds = BOUNDS[form].notice
  for (const call of ['first', 'second'] as const) {
    const [days, least] = [noticeDays[call], bounds[call]]
    if (days >= least) continue
    const at = `${path}.noticeDays.${call}`
    if (form !== 'SAS') found.error(bounds.law, at, 'notice_days', { days, least, form })
    else found.warning(bounds.law, at, 'notice_short', { days, least })
  }
}

type Place = { path: string; meeting: Meeting; form: LegalForm }

function lintQuorum({ quorum }: AssemblyRules, { path, meeting, form }: Place, found: Findings) {
  const { law, [meeting]: bounds } = BOUNDS[form].quorum
  for (const call of ['first', 'second'] as const) {
    const at = `${path}.quorum.${call}`
    const asked = quorum[call]
    if (!isPart(asked)) {
      found.error(law, at, 'fraction_invalid')
      continue
    }
    if (compareFractions(asked, bounds[call]) >= 0) continue
    const figures = { part: fractionText(asked), least: fractionText(bounds[call]), form }
    if (form !== 'SAS') found.error(law, at, 'quorum_low', figures)
    else found.warning(law, at, 'quorum_usage', figures)
  }
  if (!isPart(quorum.first) || !isPart(quorum.second)) return
  if (compareFractions(quorum.second, quorum.first) > 0) {
    found.warning(law, `${path}.quorum.second`, 'quorum_rises')
  }
}

function lintMajority(
  { majority }: AssemblyRules,
  { path, meeting, form }: Place,
  found: Findings
) {
  const law = BOUNDS[form].majority
  const at = `${path}.majority`
  if (!isPart(majority) || (majority.strict && majority.numerator === majority.denominator)) {
    found.error(law, at, 'majority_impossible')
    return
  }
  const overHalf = compareFractions(majority, HALF)
  if (overHalf < 0 || (overHalf === 0 && !majority.strict)) {
    found.error(law, at, 'majority_half', { part: fractionText(majority) })
  } else if (meeting === 'extraordinary' && compareFractions(majority, TWO_THIRDS) < 0) {
    const figures = { part: fractionText(majority), least: fractionText(TWO_THIRDS), form }
    if (form === 'SAS') found.warning(law, at, 'majority_amending_usage', figures)
    else found.error(law, at, 'majority_amending', figures)
  }
}

function lintVoting({ voting, identity }: StatuteSettings, found: Findings): void {
  if (voting.quorumBase !== 'members') {
    found.error('quorumBase', 'voting.quorumBase', 'quorum_by_capital')
  }
  const law = BOUNDS[identity.legalForm].abstention
  if (voting.abstention === 'counts_as_yes') {
    found.error(law, 'voting.abstention', 'abstention_yes')
  }
  if (voting.abstention !== 'counts_as_no') return
  if (identity.legalForm === 'SAS') {
    found.warning(law, 'voting.abstention', 'abstention_no_usage')
  } else {
    found.error(law, 'voting.abstention', 'abstention_no', { form: identity.legalForm })
  }
}
