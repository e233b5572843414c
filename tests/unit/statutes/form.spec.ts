import { test } from '@japa/runner'
import fc from 'fast-check'
import { readTyped } from '#services/statutes/form/read_typed'
import { typedSettings } from '#services/statutes/form/typed'
import { overrideSettings } from '#services/statutes/override_settings'
import { REFERENCE_SETTINGS } from '#services/statutes/reference_profile'
import { TEST_IDENTITY } from '#tests/support/statutes'

const GIVEN = overrideSettings(REFERENCE_SETTINGS, { identity: TEST_IDENTITY })

test.group('The form of a profile', () => {
  test('property: what is shown is read back as it was', ({ assert }) => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.nat(99_999_999),
        fc.nat(99_999),
        fc.constantFrom('fr', 'en'),
        (bp, cents, milli, locale) => {
          const settings = overrideSettings(GIVEN, {
            capital: { paidUpBp: bp, nominalCents: String(cents) },
            interest: { marginMillipercent: milli },
          })
          const typed = typedSettings(settings, locale)
          assert.deepEqual(readTyped(typed, REFERENCE_SETTINGS), { settings, unread: {} })
        }
      )
    )
  })

  test('{typed} at {path} is read as {read}')
    .with([
      { path: 'identity.siren', typed: ' 123 456 782 ', read: '123456782' },
      {
        path: 'identity.iban',
        typed: 'fr76 3000 6000 0112 3456 7890 189',
        read: TEST_IDENTITY.iban,
      },
      { path: 'capital.nominalCents', typed: '1 020,5 €', read: '102050' },
      { path: 'reserves.legalBp', typed: '57.5 %', read: 5_750 },
      { path: 'interest.marginMillipercent', typed: '1,25', read: 1_250 },
      { path: 'exit.noticeMonths', typed: '12', read: 12 },
    ])
    .run(({ assert }, { path, typed, read }) => {
      const { settings, unread } = readTyped({ fields: { [path]: typed } }, GIVEN)
      const [part, name] = path.split('.')
      assert.deepEqual(unread, {})
      assert.equal((settings as any)[part][name], read)
    })

  test('{typed} at {path} cannot be read, and the setting stays')
    .with([
      { path: 'capital.nominalCents', typed: '-20' },
      { path: 'capital.nominalCents', typed: '20,005' },
      { path: 'reserves.legalBp', typed: '101' },
      { path: 'exit.noticeMonths', typed: '1e3' },
      { path: 'exit.noticeMonths', typed: null },
      { path: 'exclusion.majority', typed: 'deux tiers' },
      { path: 'identity.legalForm', typed: 'SCOP' },
      { path: 'identity.siren', typed: '12-34' },
      { path: 'exit.imputeReserves', typed: 'true' },
      { path: 'identity.name', typed: 'x'.repeat(201) },
    ])
    .run(({ assert }, { path, typed }) => {
      const { settings, unread } = readTyped({ fields: { [path]: typed } }, GIVEN)
      assert.deepEqual(Object.keys(unread), [path])
      assert.deepEqual(settings, GIVEN)
    })

  test('lists of any shape never break it', ({ assert }) => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('categories', 'colleges', 'bodies', 'x'), fc.anything()),
        (lists) => {
          const { settings } = readTyped({ lists, fields: 'nothing' }, GIVEN)
          assert.isArray(settings.categories)
        }
      )
    )
    const many = readTyped({ lists: { bodies: Array(21).fill({}) } }, GIVEN)
    assert.deepEqual(many, { settings: GIVEN, unread: { bodies: 'too_many' } })
  })
})
