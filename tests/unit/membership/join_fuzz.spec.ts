import { test } from '@japa/runner'
import { errors } from '@vinejs/vine'
import { personKey } from '#services/membership/person_key'
import { applicationForm, joinValidator } from '#validators/membership/join'
import { canonicalJson } from '#values/digest'

const GOOD = {
  kind: 'natural',
  category: 'subscriber',
  shares: 3,
  payment: 'full',
  given_name: 'Maëlle',
  family_name: 'Le Goff',
  birth_date: '1988-04-12',
  email: 'maelle@exemple.fr',
  street: '4 rue des Tanneurs',
  postcode: '35000',
  city: 'Rennes',
  country: 'FR',
  statutes: '6f1c2a9e-6a0b-4b1e-8f43-0c1d2e3f4a5b',
  statutes_read: true,
  legal_name: 'Le Bobinoscope',
  legal_form: 'association',
  siren: '732829320',
  representative_name: 'Zoé Nguyễn',
  representative_capacity: 'présidente',
}
const FIELDS = [
  ...Object.keys(GOOD),
  ...[
    'siret',
    'phone',
    'iban',
    'birth_place',
    'nationality',
    'motivation',
    'consent_newsletter',
    'replaces',
  ],
]
const NASTY: unknown[] = [
  ...['', ' ', '0', '-1', '1e9', '½', 'null', '\u0000', 'a\u0000b', '\ud800', '\u202e', '💿'],
  ...["' OR 1=1 --", '<script>alert(1)</script>', '../../etc/passwd', '{{7*7}}', '%00', '\r\nBcc:'],
  ...['2032-13-45', '31/02/2001', '0000-00-00', '9999-12-31', '12/4/1988', '١٩٨٨-٠٤-١٢'],
  ...['é'.repeat(5000), 'x'.repeat(100_000), '李', 'ﷺ', '﻿', '\u200b\u200b'],
  ...[
    null,
    undefined,
    true,
    false,
    0,
    -3,
    2.5,
    Number.NaN,
    Infinity,
    2 ** 53,
    [],
    {},
    [1],
    { a: 1 },
  ],
  ...[['x'], { toString: 'x' }, { length: 3 }, 'FR7630006000011234567890189', '732829320', 'GB'],
]

/** A small generator with a seed: the same cases every time. */
function picker(seed: number) {
  let state = seed
  return <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return list[(state >>> 8) % list.length]
  }
}

test.group('Membership | any input to the form', () => {
  test('is refused beside a field or kept whole; nothing else happens', async ({ assert }) => {
    const pick = picker(20_320_310)
    let kept = 0
    for (let round = 0; round < 3_000; round++) {
      const typed: Record<string, unknown> = {
        ...GOOD,
        kind: pick(['natural', 'legal', 'public_body']),
      }
      for (let change = 0; change < pick([1, 1, 2, 4]); change++) typed[pick(FIELDS)] = pick(NASTY)
      try {
        const form = applicationForm(await joinValidator.validate(typed))
        kept++
        const text = canonicalJson(form)
        assert.notMatch(text, /\\u0000/)
        assert.isTrue(text.isWellFormed())
        assert.isAtLeast(form.shares, 1)
        if (form.kind === 'natural') {
          assert.match(form.birthDate!, /^\d{4}-\d{2}-\d{2}$/)
          assert.isNotEmpty(personKey(form))
        }
      } catch (error) {
        if (!(error instanceof errors.E_VALIDATION_ERROR)) throw error
        const fields = (error.messages as { field: string }[]).map(({ field }) => field)
        assert.isNotEmpty(fields)
        const known = fields.map((field) => field.split('.')[0])
        for (const field of known) assert.include(FIELDS, field)
      }
    }
    assert.isAbove(kept, 100)
  }).timeout(60_000)
})
