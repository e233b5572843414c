import { test } from '@japa/runner'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { parseFraction, percentText } from '#services/governance/documents/fraction_words'
import { readReference, resolutionReference } from '#services/governance/resolution_reference'
import { closingBefore, mandateEnd } from '#services/governance/rules/mandate_term'

const YEAR = { yearEnd: '12-31', approvalMonths: 6 }

test.group('Governance | the term of a mandate', () => {
  test('C31: elected in May 2026 for three years: until the accounts of 2028', ({ assert }) => {
    const term = { ...YEAR, startsOn: '2026-05-20', termYears: 3 }
    assert.equal(mandateEnd(term), '2029-06-30')
    assert.equal(closingBefore('2029-06-30', '12-31'), '2028-12-31')
    assert.equal(closingBefore('2028-12-31', '12-31'), '2028-12-31')
  })

  test('C31: never beyond six years, whatever the statutes and the financial year', ({
    assert,
  }) => {
    const days = fc.integer({ min: 0, max: 4000 })
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('12-31', '06-30'),
        (offset, years, yearEnd) => {
          const start = DateTime.fromISO('2026-01-01').plus({ days: offset })
          const startsOn = start.toISODate()!
          const end = mandateEnd({ startsOn, termYears: years, yearEnd, approvalMonths: 6 })
          assert.isAbove(end.localeCompare(startsOn), 0)
          assert.isAtMost(end.localeCompare(start.plus({ years: 6 }).toISODate()!), 0)
        }
      )
    )
  })

  test('a reference names its meeting and number, and nothing else is one', ({ assert }) => {
    const reference = resolutionReference({ body: 'board', number: 3 }, { number: 2 })
    assert.equal(reference, 'CA3-R2')
    assert.deepEqual(readReference(reference), { body: 'board', assemblyNumber: 3, number: 2 })
    for (const text of ['AG-2026-1-R4', 'AG0-R1', 'AG1-R', 'ag1-r1']) {
      assert.isNull(readReference(text), text)
    }
  })

  test('C06: exact parts are said to a hundredth of a percent, in both languages', ({ assert }) => {
    assert.equal(percentText(parseFraction('201/500'), 'fr'), '40,2\u00a0%')
    assert.equal(percentText(parseFraction('2/3'), 'en'), '66.67%')
    assert.equal(percentText(parseFraction('1/1'), 'en'), '100%')
    assert.equal(percentText(parseFraction('1/2000'), 'en'), '0.05%')
  })
})
