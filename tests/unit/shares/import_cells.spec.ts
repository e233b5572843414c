import { test } from '@japa/runner'
import { comparable, guessMapping } from '#services/shares/import/columns'
import { decodeFile } from '#services/shares/import/decode_file'
import { readTable } from '#services/shares/import/read_table'
import * as values from '#services/shares/import/read_values'

const bytes = (text: string) => new TextEncoder().encode(text)
const said = (outcome: { ok: boolean; value?: unknown; error?: unknown }) =>
  outcome.ok ? outcome.value : outcome.error

test.group('Import | cells', () => {
  test('days are read as people and spreadsheets write them, and must exist', ({ assert }) => {
    const cases: [string, string][] = [
      ['03/02/2024', '2024-02-03'],
      ['3/2/2024', '2024-02-03'],
      ['03.02.2024', '2024-02-03'],
      ['03-02-2024', '2024-02-03'],
      ['2024-02-03', '2024-02-03'],
      ['2024-02-03T00:00:00', '2024-02-03'],
      ['29/02/2024', '2024-02-29'],
      ['29/02/2023', 'impossible_date'],
      ['31/04/2024', 'impossible_date'],
      ['02/13/2024', 'impossible_date'],
      ['03/02/24', 'short_year'],
      ['45123', 'not_a_date'],
      ['hier', 'not_a_date'],
    ]
    for (const [cell, wanted] of cases) assert.equal(said(values.readDay(cell)), wanted, cell)
  })

  test('C07 shares are whole numbers above zero', ({ assert }) => {
    const cases: [string, number | string][] = [
      ['5', 5],
      ['1 200', 1200],
      ['10,00', 10],
      ['2,5', 'fraction'],
      ['-3', 'negative'],
      ['0', 'zero'],
      ['99999999999', 'too_many'],
      ['cinq', 'not_a_number'],
      ['1e3', 'not_a_number'],
    ]
    for (const [cell, wanted] of cases) assert.equal(said(values.readShares(cell)), wanted, cell)
  })

  test('amounts are read in both languages, and refused where they could be either', ({
    assert,
  }) => {
    const cases: [string, bigint | string][] = [
      ['100', 10_000n],
      ['100,5', 10_050n],
      ['1 234,56 €', 123_456n],
      ['1\u202f234,56\u00a0€', 123_456n],
      ['1.234,56', 123_456n],
      ['1,234.56', 123_456n],
      ['12 EUR', 1_200n],
      ['1.234', 'ambiguous_amount'],
      ['1,234', 'ambiguous_amount'],
      ['-20', 'negative'],
      ['20,001', 'ambiguous_amount'],
      ['2000,001', 'not_an_amount'],
      ['vingt', 'not_an_amount'],
    ]
    for (const [cell, wanted] of cases) assert.equal(said(values.readCents(cell)), wanted, cell)
  })

  test('kinds, movements and countries go by their words', ({ assert }) => {
    assert.equal(said(values.readKind('Personne morale')), 'legal')
    assert.equal(said(values.readKind('Collectivité')), 'public_body')
    assert.equal(said(values.readKind('physique')), 'natural')
    assert.equal(said(values.readKind('robot')), 'unknown_kind')
    assert.equal(said(values.readType('Cession')), 'transfer')
    assert.equal(said(values.readType('Souscription')), 'subscribe')
    assert.equal(said(values.readType('???')), 'unknown_type')
    assert.equal(said(values.readCountry('Allemagne')), 'DE')
    assert.equal(said(values.readCountry('germany')), 'DE')
    assert.equal(said(values.readCountry('be')), 'BE')
    assert.equal(said(values.readCountry('Atlantide')), 'unknown_country')
  })
})

test.group('Import | the file', () => {
  test('its encoding is found: UTF-8, its mark, UTF-16 and Windows-1252', ({ assert }) => {
    const text = 'prénom;ville\nZoë;Besançon €'
    const latin = Uint8Array.from([...'prénom;ville\nZoë;Besançon '].map((c) => c.charCodeAt(0)))
    const cases: [Uint8Array, string][] = [
      [bytes(text), 'utf-8'],
      [bytes(`\ufeff${text}`), 'utf-8'],
      [Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16'],
      [Buffer.concat([latin, Uint8Array.of(0x80)]), 'windows-1252'],
    ]
    for (const [content, encoding] of cases) {
      const table = readTable(content)
      assert.isTrue(table.ok)
      if (!table.ok) continue
      assert.equal(table.value.encoding, encoding)
      assert.deepEqual(table.value.headers, ['prénom', 'ville'])
      assert.deepEqual(table.value.rows[0].cells, ['Zoë', 'Besançon €'])
    }
  })

  test('semicolons, commas and tabs cut it; quotes protect them', ({ assert }) => {
    for (const sign of [';', ',', '\t']) {
      const table = readTable(bytes(`nom${sign}parts\r\n"Le${sign}Goff"${sign}3\r\n`))
      assert.isTrue(table.ok)
      if (table.ok) assert.deepEqual(table.value.rows[0].cells, [`Le${sign}Goff`, '3'])
    }
  })

  test('what is no table says what it is instead', ({ assert }) => {
    const error = (content: Uint8Array) => {
      const outcome = readTable(content)
      return outcome.ok ? null : outcome.error.key
    }
    assert.equal(error(bytes('')), 'empty_file')
    assert.equal(error(bytes('  \n ')), 'empty_file')
    assert.equal(error(Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 1, 2)), 'spreadsheet_file')
    assert.equal(error(bytes('a;b\u0000c\n1;2')), 'not_text')
    assert.equal(error(bytes('nom;parts\n')), 'no_rows')
    assert.equal(error(bytes('nom;parts\n"jamais fermé;3\n')), 'broken_quotes')
    assert.equal(said(decodeFile(new Uint8Array(21 * 1024 * 1024))), 'too_large')
  })

  test('lines are numbered as the spreadsheet shows them', ({ assert }) => {
    const table = readTable(bytes('nom;parts\nA;1\n\n"B\nbis";2\nC;3\n'))
    assert.isTrue(table.ok)
    if (table.ok) {
      assert.deepEqual(
        table.value.rows.map(({ line }) => line),
        [2, 5, 6]
      )
    }
  })

  test('columns are recognised by their French and English names', ({ assert }) => {
    const french = [
      'N° sociétaire',
      'Prénom',
      'NOM',
      'Date de souscription',
      'Nb parts',
      'Courriel',
    ]
    assert.deepEqual(guessMapping(french), {
      member: 0,
      givenName: 1,
      familyName: 2,
      date: 3,
      shares: 4,
      email: 5,
    })
    const english = ['Member number', 'First name', 'Last name', 'Shares', 'Effective date', 'ZIP']
    assert.deepEqual(guessMapping(english), {
      member: 0,
      givenName: 1,
      familyName: 2,
      shares: 3,
      date: 4,
      postcode: 5,
    })
    assert.equal(comparable('  N° SOCIÉTAIRE '), 'n societaire')
  })
})
