import { test } from '@japa/runner'
import { csvLine } from '#values/csv'
import { parseEuros, plainCents, plainMicro } from '#values/money'

test.group('csv', () => {
  test('quotes what needs it and defuses what a spreadsheet would run', ({ assert }) => {
    assert.equal(csvLine(['a', 1, 2n, null, undefined, '']), 'a,1,2,,,\r\n')
    assert.equal(csvLine(['a,b', 'say "no"', 'two\nlines']), '"a,b","say ""no""","two\nlines"\r\n')
    assert.equal(csvLine([' =1+1', '＝1', '＠x', '\n=1']), `' =1+1,'＝1,'＠x,"'\n=1"\r\n`)
    assert.equal(csvLine(['=1+1', '+33', '-2', '-2+3', '@x']), "'=1+1,'+33,-2,'-2+3,'@x\r\n")
  })
})

test.group('amounts for files and forms', () => {
  test('P11 amounts are written in full, with a point', ({ assert }) => {
    assert.equal(plainMicro('1902114'), '1.902114')
    assert.equal(plainMicro(-5n), '-0.000005')
    assert.equal(plainCents(800n), '8.00')
    assert.equal(plainCents('-5'), '-0.05')
  })

  test('a typed amount is euro with at most two decimals, or nothing', ({ assert }) => {
    assert.equal(parseEuros('8'), 800n)
    assert.equal(parseEuros('8,5'), 850n)
    assert.equal(parseEuros(' 1 204.07 €'), 120_407n)
    for (const text of ['', '-8', '8,123', 'huit', '8,', '1e3', '8 %', '99999999999']) {
      assert.isNull(parseEuros(text), text)
    }
  })
})
