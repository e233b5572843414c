import { test } from '@japa/runner'
import {
  ReportError,
  buildPublicReport,
  docHashOf,
  registryTotals,
  reportBytes,
  type ReportInput,
} from '#services/publication/documents/public_report'
import { documentHash } from '#verify/hashes'

function input(changes: Partial<ReportInput> = {}): ReportInput {
  return {
    period: '2026-10',
    revision: 1,
    rule_version: 1,
    code_commit: 'unknown',
    policy: {
      resolution_id: 'ag-2026-3',
      resolution_title: 'Clés de répartition',
      adopted_on: '2026-06-20',
      keys: { artists: '7000', contributions: '1500', operations: '1500' },
      weights: { listening: '1', download: '10' },
      payout_threshold_cents: '500',
      carry_months: '3',
    },
    totals: {
      gross_cents: '800',
      vat_cents: '133',
      payment_fees_cents: '0',
      fee_shortfall_cents: '0',
      net_cents: '667',
      artists_micro: '4669000',
      contributions_micro: '1000500',
      operations_micro: '1000500',
      carried_in_micro: '0',
      carried_out_micro: '0',
      pool_micro: '0',
      payee_lines_micro: '4000000',
      suspense_micro: '669000',
      adjustments_micro: '0',
      payout_cents: '0',
    },
    cost_lines: [
      { label_fr: 'Serveurs', label_en: 'Servers', basis_points: '10000', amount_micro: '1000500' },
    ],
    contribution_lines: [{ cause_id: 'framasoft', name: 'Framasoft', amount_micro: '1000500' }],
    counts: {
      subscribers: '1',
      contributions: '1',
      works: '2',
      payees: '2',
      statements: '3',
      listening_units: '0',
      download_units: '3',
    },
    input_files: [
      { name: 'usage.csv', bytes: '10', sha256: 'b'.repeat(64) },
      { name: 'policy.json', bytes: '10', sha256: 'a'.repeat(64) },
    ],
    output_files: [],
    usage_days: [{ day: '2026-10-10', units: '3', head: 'c'.repeat(64) }],
    registers: { shares: null, electorates: [], minutes: [] },
    previous_doc_hash: null,
    ...changes,
  }
}

test.group('public report', () => {
  test('its hash is the one that the verifier computes from the file', ({ assert }) => {
    const report = buildPublicReport(input())
    assert.equal(
      `0x${docHashOf(report).toString('hex')}`,
      documentHash(JSON.parse(reportBytes(report).toString()))
    )
    assert.deepEqual(
      report.input_files.map((file) => file.name),
      ['policy.json', 'usage.csv']
    )
  })

  test('gives the contract its totals in micro-euro', ({ assert }) => {
    assert.deepEqual(registryTotals(input().totals), {
      artists: 4_669_000n,
      contributions: 1_000_500n,
      operations: 1_000_500n,
      vat: 1_330_000n,
      fees: 0n,
    })
  })

  test('P12: is refused when an identity of the month does not hold', ({ assert }) => {
    const { totals } = input()
    const wrong: Partial<ReportInput>[] = [
      { totals: { ...totals, vat_cents: '134' } },
      { totals: { ...totals, operations_micro: '1000501' } },
      { totals: { ...totals, suspense_micro: '0' } },
      { cost_lines: [] },
      { contribution_lines: [] },
    ]
    for (const change of wrong) {
      assert.throws(() => buildPublicReport(input(change)), ReportError)
    }
  })

  test('P15: a revision says what it corrects and by how much', ({ assert }) => {
    const { totals } = input()
    const corrects = {
      reason: 'Partage oublié',
      totals: { ...totals, payee_lines_micro: '4669000', suspense_micro: '0' },
    }
    assert.deepEqual(buildPublicReport(input({ revision: 2, corrects })).correction, {
      reason: 'Partage oublié',
      differences: { payee_lines_micro: '-669000', suspense_micro: '669000' },
    })
    assert.throws(() => buildPublicReport(input({ revision: 2 })), ReportError)
    assert.throws(() => buildPublicReport(input({ corrects })), ReportError)
  })
})
