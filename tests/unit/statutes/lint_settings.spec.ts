import { test } from '@japa/runner'
import type { Finding } from '#services/statutes/lint/findings'
import { lintSettings } from '#services/statutes/lint_settings'
import { type Overrides, overrideSettings } from '#services/statutes/override_settings'
import { REFERENCE_SETTINGS } from '#services/statutes/reference_profile'
import type { Fraction, StatuteSettings } from '#services/statutes/statute_settings'
import { TEST_IDENTITY } from '#tests/support/statutes'

const GIVEN = overrideSettings(REFERENCE_SETTINGS, { identity: TEST_IDENTITY })
const { categories, colleges, bodies } = GIVEN
const part = (numerator: number, denominator: number): Fraction => ({ numerator, denominator })
const SA: Overrides<StatuteSettings> = {
  identity: { legalForm: 'SA', formWords: 'SCIC SA à capital variable' },
  capital: { statutoryMinimumCents: '1850000', statutoryCapitalCents: '1850000' },
}
const SARL: Overrides<StatuteSettings> = {
  identity: { legalForm: 'SARL', formWords: 'SCIC SARL à capital variable' },
}

const lint = (...changes: Overrides<StatuteSettings>[]): Finding[] =>
  lintSettings(changes.reduce<StatuteSettings>(overrideSettings, GIVEN))
const said = (findings: Finding[], severity: string) =>
  findings.filter((one) => one.severity === severity).map(({ key, path }) => `${key} ${path}`)
const weights = (...list: number[]) => ({
  colleges: list.map((weightBp, at) => ({
    code: `c${at}`,
    labelFr: `Collège ${at}`,
    labelEn: `College ${at}`,
    weightBp,
    categories: categories.filter((_, place) => place % list.length === at).map(({ code }) => code),
  })),
})

test.group('The linter of statutes', () => {
  test('the reference profile of P2P’Legal holds, for each legal form', ({ assert }) => {
    assert.deepEqual(said(lint(), 'error'), [])
    assert.deepEqual(said(lint(), 'warning'), [])
    assert.deepEqual(said(lint(SA), 'error'), [])
    assert.deepEqual(
      said(lint(SARL, { assemblies: { extraordinary: { noticeDays: { second: 15 } } } }), 'error'),
      ['notice_days assemblies.ordinary.noticeDays.second']
    )
  })

  test('no form is told of another form’s articles (1.7)', ({ assert }) => {
    const worst: Overrides<StatuteSettings> = {
      ...weights(9999, 1),
      bodies: [],
      proxies: { max: 0 },
      notices: { safetyDays: 0, consentDays: 0 },
      voting: { quorumBase: 'capital' as never, abstention: 'counts_as_no' },
      accounts: { approvalMonths: 12, filingMonths: 12 },
      assemblies: {
        ordinary: { noticeDays: { first: 1, second: 1 }, majority: part(1, 3) },
        extraordinary: { quorum: { first: part(1, 9), second: part(1, 8) }, majority: part(3, 5) },
      },
    }
    const foreign = { SAS: /22[35]-/, SA: /223-|227-9/, SARL: /225-|227-9/ }
    for (const [form, articles] of Object.entries(foreign)) {
      const findings = lint(worst, { identity: { legalForm: form as 'SAS' } })
      assert.isAbove(findings.length, 10)
      for (const { article, key } of findings) assert.notMatch(article, articles, `${form} ${key}`)
    }
  })

  test('what a young co-operative still has to fill in is named field by field', ({ assert }) => {
    assert.deepEqual(said(lintSettings(REFERENCE_SETTINGS), 'error'), [
      'siren_missing identity.siren',
      'rcs_missing identity.rcsCity',
      'seat_missing identity.street',
      'postcode_invalid identity.postcode',
      'email_invalid identity.email',
    ])
  })

  test('every finding names its rule, its article and a severity', ({ assert }) => {
    const [finding] = lint(weights(5001, 2999, 2000))
    assert.deepEqual(finding, {
      severity: 'note',
      rule: 'C02',
      article: 'C. com., art. L227-2',
      toConfirm: false,
      path: 'identity.legalForm',
      key: 'sas_no_offer',
      params: {},
    })
  })

  test('{$i} C04 weights of {weights} give {expected}')
    .with([
      { weights: [5000, 3000, 2000], expected: [] },
      { weights: [5001, 2999, 2000], expected: ['college_weight colleges.0.weightBp'] },
      { weights: [4500, 5000, 500], expected: ['college_weight colleges.2.weightBp'] },
      { weights: [4000, 3000, 2000], expected: ['colleges_sum colleges'] },
      { weights: [1000, 4000, 5000], expected: [] },
      { weights: [999, 4001, 5000], expected: ['college_weight colleges.0.weightBp'] },
    ])
    .run(({ assert }, { weights: list, expected }) => {
      assert.deepEqual(said(lint(weights(...list)), 'error'), expected)
    })

  test('real statutes in the wild: two colleges at 5 % (section 0)', ({ assert }) => {
    assert.deepEqual(said(lint(weights(3000, 3000, 3000, 500, 500)), 'error'), [
      'college_weight colleges.3.weightBp',
      'college_weight colleges.4.weightBp',
    ])
  })

  test('real statutes in the wild: 10 % to the legal reserve, two votes by share class, abstention as yes (section 0)', ({
    assert,
  }) => {
    const findings = lint({
      reserves: { legalBp: 1_000 },
      voting: { basis: 'per_share_class', abstention: 'counts_as_yes' },
    })
    assert.deepEqual(said(findings, 'error'), [
      'votes_by_capital voting.basis',
      'abstention_yes voting.abstention',
      'legal_reserve reserves.legalBp',
    ])
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule),
      ['C03', 'C21', 'C33']
    )
  })

  test('{rule} a profile that breaks it is refused: {expected}')
    .with<{ rule: string; change: Overrides<StatuteSettings>; expected: string[] }[]>([
      {
        rule: '1.1',
        change: { identity: { formWords: 'SAS' } },
        expected: ['words_not_cooperative', 'words_not_variable'],
      },
      {
        rule: '1.1',
        change: { identity: { formWords: 'SCIC SARL à capital variable' } },
        expected: ['words_other_form'],
      },
      { rule: '1.1', change: { identity: { purposeFr: ' ' } }, expected: ['purpose_missing'] },
      { rule: '1.1', change: { identity: { siren: '123456789' } }, expected: ['siren_invalid'] },
      {
        rule: '1.1',
        change: { identity: { vatNumber: 'FR00123456782' } },
        expected: ['vat_invalid'],
      },
      {
        rule: '1.1',
        change: { identity: { iban: 'FR7630006000011234567890188' } },
        expected: ['iban_invalid'],
      },
      { rule: '1.1', change: { identity: { bic: 'AGRI' } }, expected: ['bic_invalid'] },
      { rule: 'C32', change: { identity: { yearEnd: '02-30' } }, expected: ['year_end_invalid'] },
      { rule: 'C02', change: { clauses: { publicOffer: true } }, expected: ['offer_forbidden'] },
      {
        rule: 'C01',
        change: { categories: categories.slice(2, 4), colleges: [] },
        expected: ['categories_few', 'employee_or_producer_missing'],
      },
      {
        rule: 'C01',
        change: {
          categories: categories.filter(({ code }) => code !== 'subscriber'),
          colleges: [],
        },
        expected: ['beneficiary_missing'],
      },
      {
        rule: 'C03',
        change: { categories: [...categories, { ...categories[2], code: 'listener' }] },
        expected: ['category_without_college'],
      },
      {
        rule: 'C03',
        change: {
          colleges: colleges.map((one, at) =>
            at === 0 ? { ...one, categories: ['subscriber', 'artist'] } : one
          ),
        },
        expected: ['category_in_colleges'],
      },
      {
        rule: 'C04',
        change: { collegeRules: { weighsCapital: true } },
        expected: ['colleges_weigh_capital'],
      },
      {
        rule: 'C07',
        change: { categories: categories.map((one) => ({ ...one, minShares: 0 })).slice(0, 6) },
        expected: Array.from({ length: 6 }, () => 'shares_below_one'),
      },
      { rule: 'C07', change: { capital: { nominalCents: '20,00' } }, expected: ['amount_invalid'] },
      { rule: 'C07', change: { capital: { nominalCents: '0' } }, expected: ['nominal_zero'] },
      { rule: 'C08', change: { capital: { paidUpBp: 2_499 } }, expected: ['paid_up_part'] },
      { rule: 'C08', change: { capital: { paidUpMonths: 61 } }, expected: ['paid_up_months'] },
      {
        rule: 'C10',
        change: { capital: { statutoryMinimumCents: '59999' } },
        expected: ['minimum_below_tenth'],
      },
      { rule: 'C13', change: { exclusion: { hearingDays: 14 } }, expected: ['hearing_days'] },
      {
        rule: 'C13',
        change: { exclusion: { majority: part(1, 2) } },
        expected: ['exclusion_majority'],
      },
      { rule: 'C15', change: { exit: { repaymentMonths: 61 } }, expected: ['repayment_months'] },
      { rule: 'C17', change: { exit: { tailMonths: 48 } }, expected: ['tail_months'] },
      {
        rule: 'C20',
        change: { voting: { quorumBase: 'capital' } },
        expected: ['quorum_by_capital'],
      },
      {
        rule: 'C21',
        change: { assemblies: { ordinary: { majority: { strict: false } } } },
        expected: ['majority_half'],
      },
      {
        rule: 'C31',
        change: { bodies: bodies.map((one) => ({ ...one, termYears: 7 })) },
        expected: ['term_years', 'term_years'],
      },
      {
        rule: 'C31',
        change: { bodies: bodies.slice(1) },
        expected: ['deciding_board_missing', 'deciding_board_missing'],
      },
      { rule: 'C33', change: { reserves: { legalBp: 1_499 } }, expected: ['legal_reserve'] },
      {
        rule: 'C33',
        change: { reserves: { statutoryBp: 4_999 } },
        expected: ['statutory_reserve'],
      },
      {
        rule: 'C33',
        change: { clauses: { patronageRefund: true, reservesIntoCapital: true } },
        expected: ['patronage_refund', 'reserves_into_capital'],
      },
      {
        rule: 'C34',
        change: { interest: { marginMillipercent: 2_001 } },
        expected: ['interest_margin'],
      },
      { rule: 'C35', change: { review: { everyYears: 6 } }, expected: ['review_years'] },
      {
        rule: '1.5',
        change: { clauses: { liquidationToMembers: true } },
        expected: ['liquidation_to_members'],
      },
    ])
    .run(({ assert }, { change, expected }) => {
      const errors = lint(change).filter(({ severity }) => severity === 'error')
      assert.deepEqual(
        errors.map(({ key }) => key),
        expected
      )
    })

  test('{rule} an SA is held to its own figures: {expected}')
    .with<{ rule: string; change: Overrides<StatuteSettings>; expected: string[] }[]>([
      {
        rule: 'C10',
        change: { capital: { statutoryMinimumCents: '1849999' } },
        expected: ['sa_minimum'],
      },
      {
        rule: 'C18',
        change: { assemblies: { ordinary: { noticeDays: { first: 14, second: 9 } } } },
        expected: ['notice_days', 'notice_days'],
      },
      { rule: 'C19', change: { notices: { consentDays: 34 } }, expected: ['consent_days'] },
      {
        rule: 'C20',
        change: { assemblies: { ordinary: { quorum: { first: part(1, 6) } } } },
        expected: ['quorum_low'],
      },
      {
        rule: 'C20',
        change: {
          assemblies: { extraordinary: { quorum: { first: part(1, 5), second: part(1, 6) } } },
        },
        expected: ['quorum_low', 'quorum_low'],
      },
      {
        rule: 'C21',
        change: {
          assemblies: {
            extraordinary: { majority: { numerator: 3, denominator: 5, strict: true } },
          },
          exclusion: { majority: part(3, 5) },
        },
        expected: ['majority_amending'],
      },
      {
        rule: 'C21',
        change: { voting: { abstention: 'counts_as_no' } },
        expected: ['abstention_no'],
      },
      { rule: 'C24', change: { proxies: { max: 0 } }, expected: ['proxies_none'] },
      {
        rule: 'C31',
        change: { bodies: bodies.map((one) => ({ ...one, minSeats: 1, maxSeats: 19 })) },
        expected: ['board_seats'],
      },
      { rule: 'C32', change: { accounts: { approvalMonths: 7 } }, expected: ['approval_months'] },
    ])
    .run(({ assert }, { change, expected }) => {
      const errors = lint(SA, change).filter(({ severity }) => severity === 'error')
      assert.deepEqual(
        errors.map(({ key }) => key),
        expected
      )
    })

  test('an SAS is as free as its statutes: the same figures only warn', ({ assert }) => {
    const findings = lint({
      assemblies: {
        ordinary: { noticeDays: { first: 8, second: 5 } },
        extraordinary: { quorum: { first: part(0, 1), second: part(0, 1) } },
      },
      proxies: { max: 0 },
      accounts: { approvalMonths: 9 },
    })
    assert.deepEqual(said(findings, 'error'), [])
    assert.deepEqual(said(findings, 'warning'), [
      'notice_short assemblies.ordinary.noticeDays.first',
      'notice_short assemblies.ordinary.noticeDays.second',
      'quorum_usage assemblies.extraordinary.quorum.first',
      'quorum_usage assemblies.extraordinary.quorum.second',
      'proxies_none proxies.max',
      'approval_months_usage accounts.approvalMonths',
    ])
  })

  test('C02 an SARL is told of its hundred members, an SAS that it offers nothing to the public', ({
    assert,
  }) => {
    assert.include(said(lint(SARL), 'warning'), 'sarl_hundred identity.legalForm')
    assert.deepEqual(said(lint(), 'note'), ['sas_no_offer identity.legalForm'])
    assert.include(
      said(lint(SA, { clauses: { publicOffer: true } }), 'warning'),
      'offer_document clauses.publicOffer'
    )
  })

  test('C05 fewer than three colleges only warn: heads would be counted', ({ assert }) => {
    const findings = lint(weights(5000, 5000))
    assert.deepEqual(said(findings, 'error'), [])
    assert.deepEqual(said(findings, 'warning'), ['colleges_few colleges'])
  })
})
