import { test } from '@japa/runner'
import { ageRefusal, needsRepresentative } from '#services/membership/applications/age'
import { firstPayment, leastFirstPayment } from '#services/membership/applications/first_payment'
import {
  accessToken,
  codeHash,
  newCode,
  newReference,
  sameHash,
} from '#services/membership/applications/secrets'
import { personKey, plainName } from '#services/membership/person_key'
import { FixedClock } from '#values/clock'
import { COUNTRY_CODES, countriesByName, isSepaIban, postalCountry } from '#values/countries'
import { epcPayload } from '#values/epc_qr'

const today = new FixedClock('2032-03-10T23:30:00').now()

test.group('Membership | one person, one key (C03)', () => {
  test('accents, case, hyphens and spaces make no other person', ({ assert }) => {
    const key = (givenName: string, familyName: string) =>
      personKey({ kind: 'natural', givenName, familyName, birthDate: '1980-01-02' })
    const same = [
      ['Jean-Pierre', 'Œuvrard'],
      ['JEAN PIERRE', 'OEUVRARD'],
      ['  jean  pierre', 'œuvrard '],
      ['Je\u0301an-Pierre'.replace('\u0301', ''), 'Œuvrard'],
    ]
    assert.equal(new Set(same.map(([given, family]) => key(given, family))).size, 1)
    assert.notEqual(key('Jean', 'Pierre'), key('Pierre', 'Jean'))
    assert.notEqual(key('Anne', 'Marie Roux'), key('Anne Marie', 'Roux'))
  })

  test('letters of any script stay', ({ assert }) => {
    assert.equal(plainName('Ґудзь'), 'ґудзь')
    assert.equal(plainName('李 明'), '李 明')
    assert.equal(plainName('Łuczak-Ñeßen'), 'luczak nessen')
    assert.equal(plainName('O’Brien'), plainName('o brien'))
  })

  test('a SIREN is one organisation; abroad it is its country and name', ({ assert }) => {
    assert.equal(
      personKey({ kind: 'legal', siren: '732829320', legalName: 'Bobine' }),
      personKey({ kind: 'public_body', siren: '732829320', legalName: 'Autre' })
    )
    assert.equal(
      personKey({ kind: 'legal', legalName: 'Filmhaus e. G.', country: 'DE' }),
      'legal|de|filmhaus e g'
    )
    assert.throws(() => personKey({ kind: 'natural', givenName: 'A', familyName: '…' }))
    assert.throws(() => personKey({ kind: 'legal', legalName: ' ' }))
  })
})

test.group('Membership | what is paid first (C07, C08)', () => {
  test('at least the statutes’ part, rounded up: 24,99 of 100 is too little', ({ assert }) => {
    assert.equal(leastFirstPayment(10_000n, 2_500), 2_500n)
    assert.equal(leastFirstPayment(10_001n, 2_500), 2_501n)
    assert.equal(leastFirstPayment(6_000n, 10_000), 6_000n)
    assert.equal(firstPayment(6_000n, 'full', 2_500), 6_000n)
    assert.equal(firstPayment(6_000n, 'part', 3_333), 2_000n)
  })

  test('the part is never below the rule and never a cent too much', ({ assert }) => {
    for (let amount = 1n; amount < 3_000n; amount += 7n) {
      for (const bp of [2_500, 3_333, 5_000, 9_999]) {
        const part = leastFirstPayment(amount, bp)
        assert.isTrue(part * 10_000n >= amount * BigInt(bp))
        assert.isTrue((part - 1n) * 10_000n < amount * BigInt(bp))
      }
    }
  })
})

test.group('Membership | how old', () => {
  test('the birthday counts, in Paris', ({ assert }) => {
    assert.isNull(ageRefusal('2016-03-10', today))
    assert.equal(ageRefusal('2016-03-11', today), 'too_young')
    assert.equal(ageRefusal('2032-03-11', today), 'in_future')
    assert.equal(ageRefusal('1911-03-10', today), 'too_old')
    assert.isNull(ageRefusal('1912-02-29', today))
    assert.isFalse(needsRepresentative('2014-03-10', today))
    assert.isTrue(needsRepresentative('2014-03-11', today))
  })
})

test.group('Membership | secrets', () => {
  test('codes are six digits, references are read aloud without doubt', ({ assert }) => {
    for (let time = 0; time < 200; time++) {
      assert.match(newCode(), /^\d{6}$/)
      assert.match(newReference(), /^PS-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/)
    }
  })

  test('a code is bound to one application and one text', ({ assert }) => {
    const kept = codeHash('a', 'text', '123456')
    assert.isTrue(sameHash(kept, codeHash('a', 'text', '123456')))
    for (const other of [
      codeHash('b', 'text', '123456'),
      codeHash('a', 'other', '123456'),
      codeHash('a', 'text', '123457'),
      '',
    ]) {
      assert.isFalse(sameHash(kept, other))
    }
    assert.match(accessToken('a'), /^[\w-]{43}$/)
    assert.notEqual(accessToken('a'), accessToken('b'))
  })
})

test.group('Values | countries and transfers', () => {
  test('every country once, none that is no country', ({ assert }) => {
    assert.isAbove(COUNTRY_CODES.length, 230)
    for (const code of ['FR', 'RE', 'DE', 'XK']) assert.include(COUNTRY_CODES, code)
    for (const code of ['EU', 'ZZ', 'XA', 'SU', 'UK', 'AQ']) assert.notInclude(COUNTRY_CODES, code)
    const names = countriesByName('fr').map(({ name }) => name)
    assert.isBelow(names.indexOf('Équateur'), names.indexOf('Espagne'))
    assert.equal(postalCountry('MQ'), 'FR')
    assert.isTrue(isSepaIban('FR76'))
    assert.isFalse(isSepaIban('BR15'))
  })

  test('a transfer as banks read it (EPC069-12)', ({ assert }) => {
    const transfer = {
      name: 'P2P’Legal',
      iban: 'FR76 3000 6000 0112 3456 7890 189',
      bic: 'agrifrpp',
      amountCents: 6_000n,
      text: 'PS-7KQ4-XM2D',
    }
    assert.deepEqual(epcPayload(transfer).split('\n'), [
      ...['BCD', '002', '1', 'SCT', 'AGRIFRPP', 'P2P’Legal', 'FR7630006000011234567890189'],
      ...['EUR60.00', '', '', 'PS-7KQ4-XM2D'],
    ])
    assert.throws(() => epcPayload({ ...transfer, amountCents: 0n }))
    assert.throws(() => epcPayload({ ...transfer, amountCents: 100_000_000_000n }))
  })
})
